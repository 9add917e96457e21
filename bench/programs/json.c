/* SPDX-License-Identifier: Apache-2.0 */
/* cJSON: build a tree, print it, parse it, look things up. */
#include "cJSON.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static cJSON *build(int count)
{
	cJSON *list = cJSON_CreateArray();

	for (int i = 0; i < count; i++) {
		cJSON *item = cJSON_CreateObject();
		char name[32];

		snprintf(name, sizeof name, "object \"%d\"", i);
		cJSON_AddStringToObject(item, "name", name);
		cJSON_AddNumberToObject(item, "value", i * 0.37);
		cJSON_AddBoolToObject(item, "even", i % 2 == 0);
		cJSON_AddItemToObject(item, "parts", cJSON_CreateIntArray((int[]){i, i + 1, i + 2, i + 3}, 4));
		cJSON_AddItemToArray(list, item);
	}
	return list;
}

int main(void)
{
	cJSON *list = build(5000);
	char *text = cJSON_PrintUnformatted(list);
	double sum = 0;
	unsigned long size = 0;

	for (int round = 0; round < 60; round++) {
		cJSON *copy = cJSON_Parse(text), *item;
		char *again;

		cJSON_ArrayForEach(item, copy)
			sum += cJSON_GetObjectItemCaseSensitive(item, "value")->valuedouble;
		again = cJSON_PrintUnformatted(copy);
		if (strcmp(again, text))
			return 1;
		size += strlen(again);
		free(again);
		cJSON_Delete(copy);
	}
	printf("%.3f %lu\n", sum, size);
	free(text);
	cJSON_Delete(list);
	return 0;
}
