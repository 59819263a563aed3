#pragma once
// glibc declares renameat2 only under _GNU_SOURCE, which Swift's Glibc module is built without.
int renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned int flags);
enum { skillyard_rename_noreplace = 1, skillyard_rename_exchange = 2 };
