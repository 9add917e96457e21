/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WASI for wasm2c's C, as little as the measured programs use: standard
 * streams, arguments, the clock.  There are no files.  Built with
 * -DMODULE_HEADER="\"m.h\"" of a module that was named `m`.
 */
#include MODULE_HEADER

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WASI_OK = 0, WASI_BADF = 8, WASI_IO = 29, WASI_NOSYS = 52, WASI_SPIPE = 70 };

struct Z_wasi_snapshot_preview1_instance_t {
	wasm_rt_memory_t *memory;
	int argc;
	char **argv;
};

typedef struct Z_wasi_snapshot_preview1_instance_t wasi;

static void *at(wasi *w, u32 address)
{
	return w->memory->data + address;
}

static void put32(wasi *w, u32 address, u32 value)
{
	memcpy(at(w, address), &value, 4);
}

static u32 get32(wasi *w, u32 address)
{
	u32 value;

	memcpy(&value, at(w, address), 4);
	return value;
}

#define WASI(name) Z_wasi_snapshot_preview1Z_##name

u32 WASI(args_sizes_get)(wasi *w, u32 count, u32 bytes)
{
	u32 size = 0;

	for (int i = 0; i < w->argc; i++)
		size += (u32)strlen(w->argv[i]) + 1;
	put32(w, count, (u32)w->argc);
	put32(w, bytes, size);
	return WASI_OK;
}

u32 WASI(args_get)(wasi *w, u32 pointers, u32 text)
{
	for (int i = 0; i < w->argc; i++) {
		u32 n = (u32)strlen(w->argv[i]) + 1;

		put32(w, pointers + 4 * (u32)i, text);
		memcpy(at(w, text), w->argv[i], n);
		text += n;
	}
	return WASI_OK;
}

u32 WASI(environ_sizes_get)(wasi *w, u32 count, u32 bytes)
{
	put32(w, count, 0);
	put32(w, bytes, 0);
	return WASI_OK;
}

u32 WASI(environ_get)(wasi *w, u32 pointers, u32 text)
{
	(void)w, (void)pointers, (void)text;
	return WASI_OK;
}

u32 WASI(clock_time_get)(wasi *w, u32 id, u64 precision, u32 result)
{
	struct timespec now;
	u64 ns;

	(void)precision;
	clock_gettime(id ? CLOCK_MONOTONIC : CLOCK_REALTIME, &now);
	ns = (u64)now.tv_sec * 1000000000 + (u64)now.tv_nsec;
	memcpy(at(w, result), &ns, 8);
	return WASI_OK;
}

static u32 transfer(wasi *w, u32 fd, u32 vectors, u32 count, u32 done, int writing)
{
	u32 total = 0;

	if (fd > 2)
		return WASI_BADF;
	for (u32 i = 0; i < count; i++) {
		u32 buffer = get32(w, vectors + 8 * i), size = get32(w, vectors + 8 * i + 4);
		ssize_t n = writing ? write((int)fd, at(w, buffer), size) : read((int)fd, at(w, buffer), size);

		if (n < 0)
			return WASI_IO;
		total += (u32)n;
		if ((u32)n < size)
			break;
	}
	put32(w, done, total);
	return WASI_OK;
}

u32 WASI(fd_read)(wasi *w, u32 fd, u32 vectors, u32 count, u32 done)
{
	return transfer(w, fd, vectors, count, done, 0);
}

u32 WASI(fd_write)(wasi *w, u32 fd, u32 vectors, u32 count, u32 done)
{
	return transfer(w, fd, vectors, count, done, 1);
}

u32 WASI(fd_fdstat_get)(wasi *w, u32 fd, u32 result)
{
	unsigned char stat[24] = {2 /* character device */};

	if (fd > 2)
		return WASI_BADF;
	memset(stat + 8, 0xFF, 16); /* all rights */
	memcpy(at(w, result), stat, sizeof stat);
	return WASI_OK;
}

u32 WASI(fd_seek)(wasi *w, u32 fd, u64 offset, u32 whence, u32 result)
{
	(void)w, (void)fd, (void)offset, (void)whence, (void)result;
	return WASI_SPIPE;
}

u32 WASI(fd_close)(wasi *w, u32 fd)
{
	(void)w;
	return fd > 2 ? WASI_BADF : WASI_OK;
}

/* What a program links but does not reach: no files, no directories. */
#define REFUSED(name, ...) \
	u32 WASI(name)(wasi *w, ##__VA_ARGS__) \
	{ \
		(void)w; \
		return WASI_BADF; \
	}
REFUSED(fd_prestat_get, u32 a, u32 b)
REFUSED(fd_prestat_dir_name, u32 a, u32 b, u32 c)
REFUSED(fd_fdstat_set_flags, u32 a, u32 b)
REFUSED(fd_filestat_get, u32 a, u32 b)
REFUSED(fd_filestat_set_size, u32 a, u64 b)
REFUSED(fd_filestat_set_times, u32 a, u64 b, u64 c, u32 d)
REFUSED(fd_pread, u32 a, u32 b, u32 c, u64 d, u32 e)
REFUSED(fd_pwrite, u32 a, u32 b, u32 c, u64 d, u32 e)
REFUSED(fd_readdir, u32 a, u32 b, u32 c, u64 d, u32 e)
REFUSED(fd_renumber, u32 a, u32 b)
REFUSED(fd_sync, u32 a)
REFUSED(fd_datasync, u32 a)
REFUSED(fd_tell, u32 a, u32 b)
REFUSED(path_open, u32 a, u32 b, u32 c, u32 d, u32 e, u64 f, u64 g, u32 h, u32 i)
REFUSED(path_filestat_get, u32 a, u32 b, u32 c, u32 d, u32 e)
REFUSED(path_filestat_set_times, u32 a, u32 b, u32 c, u32 d, u64 e, u64 f, u32 g)
REFUSED(path_create_directory, u32 a, u32 b, u32 c)
REFUSED(path_link, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f, u32 g)
REFUSED(path_readlink, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
REFUSED(path_remove_directory, u32 a, u32 b, u32 c)
REFUSED(path_rename, u32 a, u32 b, u32 c, u32 d, u32 e, u32 f)
REFUSED(path_symlink, u32 a, u32 b, u32 c, u32 d, u32 e)
REFUSED(path_unlink_file, u32 a, u32 b, u32 c)
REFUSED(poll_oneoff, u32 a, u32 b, u32 c, u32 d)
REFUSED(random_get, u32 a, u32 b)
REFUSED(sched_yield)

void WASI(proc_exit)(wasi *w, u32 code)
{
	(void)w;
	_exit((int)code);
}

int main(int argc, char **argv)
{
	Z_m_instance_t module;
	wasi w = {.argc = argc, .argv = argv};

	wasm_rt_init();
	Z_m_init_module();
	Z_m_instantiate(&module, &w);
	w.memory = Z_mZ_memory(&module);
	Z_mZ__start(&module);
	return 0;
}
