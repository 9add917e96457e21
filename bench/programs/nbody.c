/* SPDX-License-Identifier: Apache-2.0 */
/* Floating point: planets and square roots. */
#include <math.h>
#include <stdio.h>

#define BODIES 5

struct body {
	double x[3], v[3], mass;
};

static struct body bodies[BODIES] = {
	{{0, 0, 0}, {0, 0, 0}, 39.478},
	{{4.84, -1.16, -0.10}, {0.606, 2.811, -0.025}, 0.0377},
	{{8.34, 4.12, -0.40}, {-1.010, 1.825, 0.008}, 0.0113},
	{{12.89, -15.11, -0.22}, {1.082, 0.868, -0.010}, 0.0017},
	{{15.37, -25.91, 0.17}, {0.979, 0.594, -0.034}, 0.0020},
};

static void advance(double dt)
{
	for (int i = 0; i < BODIES; i++) {
		for (int j = i + 1; j < BODIES; j++) {
			double d[3], square = 0;

			for (int k = 0; k < 3; k++) {
				d[k] = bodies[i].x[k] - bodies[j].x[k];
				square += d[k] * d[k];
			}
			double pull = dt / (square * sqrt(square));

			for (int k = 0; k < 3; k++) {
				bodies[i].v[k] -= d[k] * bodies[j].mass * pull;
				bodies[j].v[k] += d[k] * bodies[i].mass * pull;
			}
		}
	}
	for (int i = 0; i < BODIES; i++)
		for (int k = 0; k < 3; k++)
			bodies[i].x[k] += dt * bodies[i].v[k];
}

int main(void)
{
	for (int i = 0; i < 15000000; i++)
		advance(0.001);
	printf("%.9f %.9f %.9f\n", bodies[1].x[0], bodies[1].x[1], bodies[1].x[2]);
	return 0;
}
