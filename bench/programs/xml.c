/* SPDX-License-Identifier: Apache-2.0 */
/* Expat: a generated document, parsed again and again. */
#include <expat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tally {
	unsigned long elements, attributes, text, depth, deepest;
};

static void XMLCALL start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct tally *t = data;

	t->elements += strlen(name) > 0;
	for (; *attributes; attributes += 2)
		t->attributes++;
	if (++t->depth > t->deepest)
		t->deepest = t->depth;
}

static void XMLCALL end(void *data, const XML_Char *name)
{
	(void)name;
	((struct tally *)data)->depth--;
}

static void XMLCALL text(void *data, const XML_Char *s, int n)
{
	(void)s;
	((struct tally *)data)->text += (unsigned long)n;
}

int main(void)
{
	struct tally t = {0};
	size_t room = 4 << 20, size = 0;
	char *document = malloc(room);

	if (!document)
		return 1;
	size += (size_t)sprintf(document, "<?xml version=\"1.0\"?>\n<list>");
	for (int i = 0; size < room - 400; i++)
		size += (size_t)sprintf(document + size,
		    "<item id=\"n%d\" kind='%s'><name>Item &amp; part %d</name><!-- note -->"
		    "<price currency=\"EUR\">%d.%02d</price><tags><tag>\xc3\xa4</tag><tag>b</tag></tags></item>\n",
		    i, i % 3 ? "plain" : "special", i, i % 997, i % 100);
	size += (size_t)sprintf(document + size, "</list>");
	for (int round = 0; round < 40; round++) {
		XML_Parser p = XML_ParserCreate(NULL);

		XML_SetUserData(p, &t);
		XML_SetElementHandler(p, start, end);
		XML_SetCharacterDataHandler(p, text);
		if (XML_Parse(p, document, (int)size, 1) != XML_STATUS_OK)
			return 1;
		XML_ParserFree(p);
	}
	printf("%lu %lu %lu %lu\n", t.elements, t.attributes, t.text, t.deepest);
	return 0;
}
