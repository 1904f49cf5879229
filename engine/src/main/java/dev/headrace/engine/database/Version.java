package dev.headrace.engine.database;

/**
 * What a statement that begins now sees: the rows as of a commit, and the definitions that commit
 * left in force.
 */
record Version(long sequence, Catalog catalog) {}
