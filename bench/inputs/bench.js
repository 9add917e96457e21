// Objects, closures, strings, recursion and numbers.
function Point(x, y) { this.x = x; this.y = y; }
Point.prototype.add = function (o) { return new Point(this.x + o.x, this.y + o.y); };

function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

function sieve(n) {
	var flags = [], count = 0;
	for (var i = 2; i <= n; i++) flags[i] = true;
	for (i = 2; i <= n; i++) {
		if (!flags[i]) continue;
		count++;
		for (var j = i + i; j <= n; j += i) flags[j] = false;
	}
	return count;
}

function words() {
	var map = {}, text = "the quick brown fox jumps over the lazy dog while the band plays on ";
	for (var i = 0; i < 2500; i++) {
		var parts = (text + i % 97).split(" ");
		for (var j = 0; j < parts.length; j++) map[parts[j]] = (map[parts[j]] || 0) + 1;
	}
	return Object.keys(map).sort().length;
}

var p = new Point(0, 0);
for (var i = 0; i < 300000; i++) p = p.add(new Point(1, i & 3));
print(fib(25), sieve(60000), words(), p.x, p.y);
