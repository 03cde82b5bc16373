// The HTTP API of Sluice. What is refused is thrown as an ApiFailure.

const TRIES = 4;

/** `type` is the problem's type without its prefix; `unreachable` when no answer came at all. */
export class ApiFailure extends Error {
  constructor(fields) {
    super(fields.detail ?? fields.title ?? "the service cannot be reached");
    Object.assign(this, fields);
  }
}

async function request(method, path, { body, headers } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      cache: "no-store",
      headers: { Accept: "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiFailure({ unreachable: true });
  }
  const document = await response.json().catch(() => ({}));
  if (response.ok) return document;
  throw new ApiFailure({
    ...document,
    status: response.status,
    type: (document.type ?? "").replace("urn:sluice:problem:", ""),
    retryAfter: Number(response.headers.get("Retry-After")) || null,
  });
}

export const health = () => request("GET", "/health");
export const run = (id) => request("GET", `/v1/runs/${id}`);
export const runs = () => request("GET", "/v1/runs?limit=100").then((list) => list.runs);
export const cancel = (id) => request("POST", `/v1/runs/${id}/cancel`);
export const conversation = (id) => request("GET", `/v1/conversations/${id}`);
export const remove = (id) => request("DELETE", `/v1/conversations/${id}`);
export const messages = (id) =>
  request("GET", `/v1/conversations/${id}/messages`).then((list) => list.messages);
export const conversations = (limit) =>
  request("GET", `/v1/conversations?limit=${limit}`).then((list) => list.conversations);

/**
 * Submits a run. Where it is not known whether it was taken, it is sent again: the key makes sure
 * that there is only one.
 */
export async function submit(body, key, onRetry) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  for (let tries = 1; ; tries++) {
    try {
      return await request("POST", "/v1/runs", { body, headers });
    } catch (failure) {
      if (tries === TRIES || !(failure.unreachable || failure.type === "unavailable")) {
        throw failure;
      }
      onRetry(failure);
      await new Promise((resolve) => setTimeout(resolve, 1000 * (failure.retryAfter ?? tries)));
    }
  }
}

/** crypto.randomUUID is there for secure origins only, and this may be plain HTTP in a network. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
