package dev.sluice.simulator;

/** Where the frames of a reply go; confined to the event loop of the exchange. */
interface Outlet {
  /** Whether nobody waits for the reply any more. */
  boolean gone();

  /** Whether the reader is slower than the reply. */
  boolean full();

  /** Calls back once, when the reader has caught up. */
  void whenDrained(Runnable resume);

  void event(Frame.Event event);

  void silence(Frame.Silence silence);

  void raw(String text);

  /** Nothing follows for a while: everything that is held back goes out. */
  void rest();

  void finish(Ending ending, boolean billed);
}
