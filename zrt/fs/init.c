/* SPDX-License-Identifier: Apache-2.0 */
/* The tree as a program finds it. */
#include "build.h"
#include "channel.h"
#include "heap.h"
#include "memfs.h"
#include "path.h"
#include "procfs.h"

#include <errno.h>
#include <fcntl.h>

/* Magic numbers are those of Linux's own. */
struct zrt_fs zrt_rootfs = {.dev = 0x21, .magic = 0x01021994, .name = "tmpfs"};
struct zrt_fs zrt_devfs = {.dev = 0x22, .magic = 0x01021994, .name = "devtmpfs", .flags = ZRT_FS_READONLY};
struct zrt_fs zrt_procfs = {.dev = 0x23, .magic = 0x9fa0, .name = "proc", .flags = ZRT_FS_READONLY};
struct zrt_fs zrt_shmfs = {.dev = 0x24, .magic = 0x01021994, .name = "tmpfs"};
struct zrt_fs zrt_anonfs = {.dev = 0x25, .magic = 0x09041934, .name = "anon_inodefs"};

/* A root directory; it stands on `covers` unless that is NULL. */
static struct zrt_inode *make_root(struct zrt_fs *fs, struct zrt_inode *covers, uint32_t mode)
{
	struct zrt_inode *root = zrt_inode_new(fs, S_IFDIR | mode, &zrt_memfs_dir_ops);

	if (!root)
		return NULL;
	root->uid = root->gid = 0;
	root->nlink = 2;
	root->size = 40;
	root->u.dir.parent = root;
	fs->root = root;
	fs->covers = covers;
	if (covers)
		covers->u.dir.mount = root;
	return root;
}

static struct zrt_inode *mount(struct zrt_fs *fs, struct zrt_inode *dir, const char *name, uint32_t mode)
{
	struct zrt_inode *covers = dir ? zrt_build_dir(dir, name, 0755) : NULL;

	return covers ? make_root(fs, covers, mode) : NULL;
}

/* UTC as zic writes it: no transitions, one type, four letters; twice, and then the rule. */
#define ZERO_5 "\0\0\0\0\0"
#define UTC_BLOCK "TZif2" ZERO_5 ZERO_5 ZERO_5 ZERO_5 ZERO_5 ZERO_5 "\0" "\0\0\0\1" "\0\0\0\4" ZERO_5 "\0" "UTC\0"

/* Ordinary files that common software looks for; an image may replace them. */
static bool fill_etc(struct zrt_inode *etc)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{"passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"},
		{"group", "root:x:0:\nnogroup:x:65534:\n"},
		{"hosts", "127.0.0.1\tlocalhost zvm\n::1\tlocalhost\n"},
		{"hostname", "zvm\n"},
		{"nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"},
		{"os-release", "NAME=\"ZVM\"\nID=zvm\nPRETTY_NAME=\"ZVM sandbox\"\n"},
		{"mtab", "tmpfs / tmpfs rw 0 0\n"},
		{"shells", "/bin/sh\n"},
		{"resolv.conf", ""},
		{"timezone", "Etc/UTC\n"},
		{"services", "ftp 21/tcp\nssh 22/tcp\ntelnet 23/tcp\nsmtp 25/tcp mail\ndomain 53/tcp\n"
		             "domain 53/udp\nhttp 80/tcp www\npop3 110/tcp\nntp 123/udp\nimap2 143/tcp imap\n"
		             "https 443/tcp\nimaps 993/tcp\npop3s 995/tcp\n"},
	};
	static const char utc[] = UTC_BLOCK UTC_BLOCK "\nUTC0\n";

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (!zrt_build_file(etc, files[i].name, files[i].text))
			return false;
	}
	return zrt_build_bytes(etc, "localtime", utc, sizeof utc - 1);
}

int zrt_vfs_init(void)
{
	struct zrt_inode *root = make_root(&zrt_rootfs, NULL, 0755), *dev, *proc, *etc, *var;
	int error;

	if (!root)
		return -ENOMEM;
	dev = mount(&zrt_devfs, root, "dev", 0755);
	proc = mount(&zrt_procfs, root, "proc", 0555);
	etc = zrt_build_dir(root, "etc", 0755);
	var = zrt_build_dir(root, "var", 0755);
	if (!dev || !proc || !etc || !var || !zrt_build_dir(root, "tmp", 01777) ||
	    !zrt_build_dir(root, "root", 0700) || !zrt_build_dir(root, "home", 0755) ||
	    !zrt_build_dir(var, "tmp", 01777))
		return -ENOMEM;
	zrt_cwd = root;
	zrt_inode_hold(root);
	error = zrt_channels_init(dev);
	if (error < 0)
		return error;
	if (!mount(&zrt_shmfs, dev, "shm", 01777) || !fill_etc(etc))
		return -ENOMEM;
	error = zrt_devices_init(dev);
	if (error == 0)
		error = zrt_procfs_init(proc);
	return error < 0 ? error : zrt_channels_open_standard();
}

int zrt_make_path(const char *path, uint32_t mode)
{
	struct zrt_inode *dir = zrt_rootfs.root;

	for (;;) {
		struct zrt_dentry *entry;
		struct zrt_name name;

		while (*path == '/')
			path++;
		if (!*path)
			return 0;
		zrt_name_scan(&name, path);
		path += name.length;
		entry = zrt_dentry_find(dir, &name);
		if (!entry) {
			char text[256];

			if (name.length >= sizeof text)
				return -ENAMETOOLONG;
			__builtin_memcpy(text, name.text, name.length);
			text[name.length] = 0;
			dir = zrt_build_dir(dir, text, mode);
			if (!dir)
				return -ENOMEM;
			continue;
		}
		dir = zrt_mounted(entry->inode);
		if (!zrt_is_dir(dir))
			return -ENOTDIR;
	}
}
