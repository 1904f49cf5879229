/**
 * The commit log: what makes a commit durable, in one append and one wait for the disk.
 *
 * <p>A {@link dev.headrace.storage.log.CommitLog} is one endless run of bytes, of which the files
 * (segments) that are still needed exist. A place in it is a <i>position</i> and is never used
 * twice. Commits stand in it one after the other as {@link dev.headrace.storage.log.Frame}s; what
 * they mean is not known here.
 *
 * <ul>
 *   <li>Segments are made full of zeros before they are needed, or are old ones with another name:
 *       a file that does not grow is synced without a change to its metadata, which takes a third
 *       less time.
 *   <li>{@link dev.headrace.storage.log.GroupCommit}: of the threads that wait for their commit one
 *       writes and syncs for all; a thread that is alone does so itself, without another thread.
 *   <li>{@link dev.headrace.storage.log.LogReader} follows the writer and also recovers after a
 *       crash. It tells a torn end, which is what a crash leaves, from damage in the middle.
 * </ul>
 */
@NullMarked
package dev.headrace.storage.log;

import org.jspecify.annotations.NullMarked;
