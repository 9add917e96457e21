# SPDX-License-Identifier: Apache-2.0
# Empty: _init and _fini pieced together from sections of many objects would
# have padding between the pieces that falls off into hlt.  Constructors come
# through .init_array.
	.section .note.GNU-stack,"",@progbits
