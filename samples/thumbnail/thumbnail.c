/* SPDX-License-Identifier: Apache-2.0 */
/* thumbnail < picture.jpg > small.jpg: an eighth of the width and height.
 * `thumbnail draw` makes a picture to begin with. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static void compress(int width, int height, unsigned char *pixels)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_stdio_dest(&c, stdout);
	c.image_width = (JDIMENSION)width;
	c.image_height = (JDIMENSION)height;
	c.input_components = 3;
	c.in_color_space = JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 85, TRUE);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		JSAMPROW row = pixels + 3 * width * (int)c.next_scanline;

		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
}

static void draw(void)
{
	enum { WIDTH = 640, HEIGHT = 480 };
	static unsigned char pixels[HEIGHT][WIDTH][3];

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			pixels[y][x][0] = (unsigned char)(x * 255 / WIDTH);
			pixels[y][x][1] = (unsigned char)(y * 255 / HEIGHT);
			pixels[y][x][2] = (unsigned char)((x / 40 + y / 40) % 2 ? 220 : 40);
		}
	compress(WIDTH, HEIGHT, pixels[0][0]);
}

static void shrink(void)
{
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr errors;
	unsigned char *pixels;
	int width, height;

	d.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&d);
	jpeg_stdio_src(&d, stdin);
	jpeg_read_header(&d, TRUE);
	d.scale_num = 1;
	d.scale_denom = 8;
	d.out_color_space = JCS_RGB;
	jpeg_start_decompress(&d);
	width = (int)d.output_width;
	height = (int)d.output_height;
	pixels = malloc((size_t)width * (size_t)height * 3);
	if (!pixels)
		exit(1);
	while (d.output_scanline < d.output_height) {
		JSAMPROW row = pixels + 3 * width * (int)d.output_scanline;

		jpeg_read_scanlines(&d, &row, 1);
	}
	jpeg_finish_decompress(&d);
	jpeg_destroy_decompress(&d);
	fprintf(stderr, "%d x %d\n", width, height);
	compress(width, height, pixels);
	free(pixels);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "draw"))
		draw();
	else
		shrink();
	return 0;
}
