/* SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include "channel.h"
#include "gate.h"
#include "guest.h"
#include "session.h"
#include "space.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <zvm/session.h>

#define HLT 0xF4
#define STACK_GAP 0x10000   /* bytes without access between heap and stack */
#define STACK_REACH 0x100000 /* a frame below the stack's end is at most so large, mostly */
#define ENTRY_ROOM 64       /* zero bytes above the first rsp */

static struct zvm_session block;
static uint64_t table; /* guest address of the channel table */

static uint64_t page_end(uint64_t address)
{
	return (address + ZVM_PAGE - 1) & ~(ZVM_PAGE - 1);
}

/* Bytes of channel table and names. */
static uint64_t table_size(void)
{
	uint64_t size = 0;

	for (uint32_t i = 0; i < channel_count; i++)
		size += sizeof(struct zvm_channel) + strlen(channels[i].alias) + 1;
	return size;
}

static void plan_segments(const struct elf_image *image)
{
	static const char *const names[] = {"text", "program data"};
	uint64_t end = ZVM_TEXT;

	for (unsigned i = 0; i < image->segment_count; i++) {
		const struct elf_segment *s = &image->segments[i];

		end = page_end(s->address + s->memory_size);
		space_add(names[i > 0], s->address, end);
		if (i == 0) {
			block.text_start = s->address;
			block.text_end = block.data_start = block.data_end = end;
			continue;
		}
		if (i == 1)
			block.data_start = s->address;
		block.data_end = end;
	}
}

/* Many channels need more room than the session block has: it follows the data. */
static void plan_table(void)
{
	uint64_t size = table_size();

	block.heap_start = block.data_end;
	table = ZVM_SESSION + sizeof block;
	if (table + size <= ZVM_SESSION_END)
		return;
	table = block.data_end;
	block.heap_start = page_end(table + size);
	space_add("channel table", table, block.heap_start);
}

static void plan_heap_and_stack(uint64_t memory, uint64_t stack)
{
	uint64_t used, room;

	stack = page_end(stack);
	block.stack_end = ZVM_STACK_TOP;
	block.stack_start = ZVM_STACK_TOP - stack;
	used = stack + block.heap_start - ZVM_TEXT;
	if (block.heap_start + STACK_GAP + ZVM_PAGE > block.stack_start)
		refuse(SESSION_NO_MEMORY, ENOMEM, "Memory: the program does not fit under the stack of %llu bytes",
		       (unsigned long long)stack);
	if (memory < used + ZVM_PAGE)
		refuse(SESSION_NO_MEMORY, ENOMEM,
		       "Memory = %llu is too little: program and stack take %llu bytes, and the heap needs some",
		       (unsigned long long)memory, (unsigned long long)used);
	block.heap_end = block.heap_start + ((memory - used) & ~(ZVM_PAGE - 1));
	room = block.stack_start - STACK_GAP;
	if (block.heap_end > room)
		block.heap_end = room;
	space_add("heap", block.heap_start, block.heap_end);
	space_add("stack", block.stack_start, block.stack_end);
}

static void write_gate(void)
{
	uint8_t *gate = guest_pointer(ZVM_GATE);
	size_t size = (size_t)(gate_page_end - gate_page);

	memcpy(gate, gate_page, size);
	memset(gate + size, HLT, ZVM_PAGE - size);
	space_protect(ZVM_GATE, PROT_READ | PROT_EXEC);
}

void block_plan(const struct elf_image *image, uint64_t memory, uint64_t stack)
{
	space_add("gate page", ZVM_GATE, ZVM_GATE_END);
	space_add("session block", ZVM_SESSION, ZVM_SESSION_END);
	space_add("thread area", ZVM_THREAD, ZVM_THREAD_END);
	plan_segments(image);
	plan_table();
	plan_heap_and_stack(memory, stack);
	space_open();
	space_large_pages(block.heap_start, block.heap_end);
	write_gate();
}

static void write_table(void)
{
	struct zvm_channel *out = guest_pointer(table);
	uint64_t names = table + channel_count * sizeof *out;

	for (uint32_t i = 0; i < channel_count; i++) {
		const struct channel *c = &channels[i];
		size_t length = strlen(c->alias) + 1;

		memcpy(out[i].limits, c->limits, sizeof out[i].limits);
		out[i].size = channel_is_random(c) ? c->size : 0;
		out[i].name = (uint32_t)names;
		out[i].type = c->type;
		out[i].kind = c->kind;
		out[i].flags = c->flags;
		memcpy(guest_pointer(names), c->alias, length);
		names += length;
	}
}

void block_write(const struct elf_image *image, uint64_t features)
{
	block.magic = ZVM_SESSION_MAGIC;
	block.version = ZVM_SESSION_VERSION;
	block.size = sizeof block;
	block.channel_count = channel_count;
	block.channels = table;
	block.tls_image = (uint32_t)image->tls.address;
	block.tls_file_size = (uint32_t)image->tls.file_size;
	block.tls_size = (uint32_t)image->tls.memory_size;
	block.tls_align = (uint32_t)image->tls.align;
	block.features = features;
	memcpy(guest_pointer(ZVM_SESSION), &block, sizeof block);
	write_table();
	space_protect(ZVM_SESSION, PROT_READ);
	if (table >= ZVM_SESSION_END)
		space_protect(table, PROT_READ);
}

uint64_t block_table_region(void)
{
	return table < ZVM_SESSION_END ? ZVM_SESSION : table;
}

void block_update(void)
{
	space_protect(block_table_region(), PROT_READ | PROT_WRITE);
	write_table();
	space_protect(block_table_region(), PROT_READ);
}

uint64_t block_stack_pointer(void)
{
	return ZVM_STACK_TOP - ENTRY_ROOM;
}

bool block_below_stack(uint64_t address)
{
	return address < block.stack_start && address >= block.heap_end && block.stack_start - address <= STACK_REACH;
}

void block_heap(uint64_t *start, uint64_t *end)
{
	*start = block.heap_start;
	*end = block.heap_end;
}
