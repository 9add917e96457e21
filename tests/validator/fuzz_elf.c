/* SPDX-License-Identifier: Apache-2.0 */
/* libFuzzer target: any bytes as an ELF file; its text, if it has one, is validated. */
#include <elf/image.h>
#include <elf/symbols.h>
#include <validator/validator.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct elf_image image;
	struct elf_symbol symbol;
	struct zv_unit unit;
	struct zv_result result;
	uint8_t *file = malloc(size ? size : 1);
	void *scratch;

	if (!file)
		abort();
	memcpy(file, data, size);
	if (elf_symbol_at(file, size, 0x20000, &symbol) &&
	    (symbol.length == 0 || (const uint8_t *)symbol.name < file || (const uint8_t *)symbol.name + symbol.length > file + size))
		abort();
	if (elf_open(&image, file, size) == NULL) {
		const struct elf_segment *text = &image.segments[0];

		unit = (struct zv_unit){file + text->offset, text->file_size, text->address};
		scratch = malloc(zv_scratch_size(unit.size));
		if (!scratch)
			abort();
		zv_validate(&unit, image.entry, scratch, NULL, NULL, &result);
		free(scratch);
	}
	free(file);
	return 0;
}
