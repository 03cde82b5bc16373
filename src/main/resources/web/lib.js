// The libraries, from WebJars. The server gives exactly the files that are named here, and the
// versions must be those of pom.xml.
export { Marked } from "/webjars/marked/17.0.1/lib/marked.esm.js";
export { default as DOMPurify } from "/webjars/dompurify/3.3.3/dist/purify.es.mjs";
