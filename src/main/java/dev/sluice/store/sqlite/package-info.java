/**
 * The embedded store: every port over one SQLite file, with nothing to install.
 *
 * <p>What is acknowledged has been synced to the disk. One thread writes and commits many callers'
 * operations together; readers have threads of their own and never wait for it. A lock on the data
 * folder keeps a second process out. Full disks, overload and damaged files come back as {@link
 * dev.sluice.run.StoreException}, and the store works on as soon as it can.
 */
@NullMarked
package dev.sluice.store.sqlite;

import org.jspecify.annotations.NullMarked;
