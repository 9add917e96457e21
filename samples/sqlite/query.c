/* SPDX-License-Identifier: Apache-2.0 */
/* Runs SQL statements on a database file and prints the rows. */
#include <stdio.h>

#include <sqlite3.h>

static int print_row(void *unused, int columns, char **values, char **names)
{
	(void)unused, (void)names;
	for (int i = 0; i < columns; i++)
		printf("%s%s", i ? " | " : "", values[i] ? values[i] : "NULL");
	putchar('\n');
	return 0;
}

int main(int argc, char **argv)
{
	sqlite3 *db;
	char *error = NULL;
	int status = 0;

	if (argc < 3) {
		fprintf(stderr, "usage: query DATABASE SQL...\n");
		return 2;
	}
	if (sqlite3_open(argv[1], &db) != SQLITE_OK) {
		fprintf(stderr, "query: %s: %s\n", argv[1], sqlite3_errmsg(db));
		return 1;
	}
	/* A channel is one file; the journal stays in the sandbox's memory. */
	sqlite3_exec(db, "PRAGMA journal_mode = MEMORY", NULL, NULL, NULL);
	for (int i = 2; i < argc && !status; i++)
		if (sqlite3_exec(db, argv[i], print_row, NULL, &error) != SQLITE_OK) {
			fprintf(stderr, "query: %s\n", error);
			status = 1;
		}
	sqlite3_close(db);
	return status;
}
