package dev.headrace.runtime.storage;

/**
 * What a storage did since it was opened.
 *
 * @param commits that were written
 * @param syncs how often the disk was waited for; commits by syncs is the size of a group
 * @param logBytes written to the commit log
 * @param pendingBytes of the log that the state on disk does not have yet: what a restart replays
 */
public record StorageStatistics(long commits, long syncs, long logBytes, long pendingBytes) {}
