# SPDX-License-Identifier: Apache-2.0
# Empty, see crti.s.
	.section .note.GNU-stack,"",@progbits
