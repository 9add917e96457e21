/* SPDX-License-Identifier: Apache-2.0 */
/* libjpeg: compress and decompress a generated picture in memory. */
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

enum { WIDTH = 1024, HEIGHT = 768, ROUNDS = 16 };

static unsigned char picture[HEIGHT][WIDTH * 3];

static void draw(void)
{
	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			picture[y][3 * x] = (unsigned char)(x * y >> 9);
			picture[y][3 * x + 1] = (unsigned char)(x ^ y);
			picture[y][3 * x + 2] = (unsigned char)((x * x + y * y) >> 11);
		}
}

static unsigned long compress(unsigned char **out, int quality)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned long size = 0;

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	*out = NULL;
	jpeg_mem_dest(&c, out, &size);
	c.image_width = WIDTH;
	c.image_height = HEIGHT;
	c.input_components = 3;
	c.in_color_space = JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, quality, TRUE);
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		JSAMPROW row = picture[c.next_scanline];

		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	return size;
}

static unsigned long decompress(const unsigned char *data, unsigned long size)
{
	static unsigned char line[WIDTH * 3];
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr errors;
	unsigned long sum = 0;

	d.err = jpeg_std_error(&errors);
	jpeg_create_decompress(&d);
	jpeg_mem_src(&d, data, size);
	jpeg_read_header(&d, TRUE);
	jpeg_start_decompress(&d);
	while (d.output_scanline < d.output_height) {
		JSAMPROW row = line;

		jpeg_read_scanlines(&d, &row, 1);
		for (int i = 0; i < WIDTH * 3; i += 97)
			sum += line[i];
	}
	jpeg_finish_decompress(&d);
	jpeg_destroy_decompress(&d);
	return sum;
}

int main(void)
{
	unsigned long sizes = 0, sum = 0;

	draw();
	for (int i = 0; i < ROUNDS; i++) {
		unsigned char *data;
		unsigned long size = compress(&data, 60 + 2 * i);

		sizes += size;
		sum += decompress(data, size);
		free(data);
	}
	printf("%lu %lu\n", sizes, sum);
	return 0;
}
