package dev.sluice.config;

/**
 * Where a {@link Validated} record reports what it found. The place is named by record components
 * and map keys; path and line are found from there. Messages follow the form "must be … ", and
 * never hold what a {@link Secret} reveals.
 */
public interface Problems {
  /** Something is wrong with this component of the record, or with this entry of the map. */
  void report(String name, String message);

  /** Something is wrong here, with the record, map, list or item as a whole. */
  void report(String message);

  /** The component of the record, or the entry of the map, of that name. */
  Problems in(String name);

  /** The item of the list, counted from 0. */
  Problems in(int index);
}
