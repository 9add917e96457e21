/* SPDX-License-Identifier: Apache-2.0 */
/* zerovm MANIFEST: one session, as a list of steps. docs/loader.md. */
#include "block.h"
#include "channel.h"
#include "confine.h"
#include "cpu.h"
#include "fault.h"
#include "gate.h"
#include "guest.h"
#include "jail.h"
#include "job.h"
#include "limits.h"
#include "load.h"
#include "memory_digest.h"
#include "options.h"
#include "output.h"
#include "read_manifest.h"
#include "session.h"
#include "space.h"
#include "unit.h"

#include <unistd.h>

static void prepare_jail(const struct manifest *m)
{
	uint64_t start, end;

	if (!m->jail)
		return;
	block_heap(&start, &end);
	jail_allow(start, end);
}

int main(int argc, char **argv, char **envp)
{
	struct options options;
	const struct manifest *m;
	const pid_t parent = getppid();

	/* First the means to report; nothing here maps memory. */
	limits_begin();
	output_reserve_standard();
	options_parse(&options, argc, argv);
	output_open(options.report, options.manifest);

	confine_own_constants();
	confine_check_environment();
	space_reserve();
	fault_init();
	cpu_init();

	/* What the manifest names is opened with the rights of who asked for it. */
	m = read_manifest(options.manifest);
	output_take(options.report, m);
	job_start(m);
	limits_start(m);
	load_open(m->program);
	channels_preallocate = options.preallocate;
	channels_open(m);
	output_settle(options.report);
	if (m->memory_digest)
		memory_digest_want(m->digest, m->job == NULL);

	/* The program's bytes are touched without any rights. */
	confine_drop_privileges();
	if (options.die_with_parent)
		confine_die_with_parent(parent);
	block_plan(load_image(), m->memory, m->stack);
	load_program();
	block_write(load_image(), unit_features());
	prepare_jail(m);
	if (options.validate_only)
		session_end();

	/* Nothing of the host that the guest could ever use is left. */
	confine_close_descriptors();
	confine_wipe(argv, envp);
	confine_hardware();
	fault_probe_wx();
	space_check();
	space_seal(m->job ? block_table_region() : 0);
	guest_memory_init();
	session_phase = PHASE_RUN;
	channels_start();
	session_foresee_death();
	confine_filter((struct confine_needs){
		.jail = m->jail, .network = channels_use_network(),
		.job = m->job != NULL, .table = block_table_region(),
	});
	gate_start(load_image()->entry, block_stack_pointer());
}
