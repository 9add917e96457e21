-- A walk through the language and its library.  Prints only what is the same
-- on every machine; the test compares the sandbox with a native build.

local function section(name) print("== " .. name) end

section("numbers")
print(7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, 2 ^ 0.5, 1e308 * 10, -(0 / 0) ~= 0 / 0)
print(math.maxinteger + 1 == math.mininteger, math.tointeger(3.0), 3 | 12, ~0, 1 << 62, 1 >> 1)
print(string.format("%.14g %.3f %e %a %x %5d|%-5d|%05d", math.pi, math.exp(1), 12345.678, 1.5, 255, 42, 42, 42))
print(tostring(1e15), tostring(1e100), 0x7fffffffffffffff, 0xA.8p1, 10 // 0.0, -10 % math.huge)
for _, f in ipairs { "sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "sqrt", "floor", "ceil" } do
	io.write(f, "=", string.format("%.12g", math[f](0.5)), " ")
end
print()
print(tonumber("0x1p4"), tonumber("  12  "), tonumber("1e1"), tonumber("z", 36), tonumber("8", 8))
local sum = 0.0
for i = 1, 100000 do sum = sum + 1 / (i * i) end
print(string.format("%.15g", sum))

section("strings")
local s = "The quick brown fox jumps over the lazy dog"
print(#s, s:upper(), s:reverse(), s:sub(-8, -5), s:rep(2, "|"):len())
for w in s:gmatch("%a+") do io.write(w:len(), " ") end
print()
print(s:find("fox"), s:find("(%w+) over"), s:match("^(%w+)"), s:gsub("o", "0"))
print(s:gsub("%w+", function(w) return w:sub(1, 1):upper() .. w:sub(2) end, 3))
print(("x = 1, y = 2"):gsub("(%w+) = (%w+)", "%2 = %1"))
print(string.byte("ABC", 1, -1), string.char(76, 117, 97), ("%q"):format("a\nb\"c\0d"))
print(string.pack("<i4z", 1000, "hi"):byte(1, -1))
print(string.unpack("<i4z", string.pack("<i4z", 1000, "hi")))
print(utf8.char(228, 8364, 128512), utf8.len("äöü€"), utf8.codepoint("€", 1))
local parts = {}
for i = 1, 2000 do parts[#parts + 1] = tostring(i * i) end
local joined = table.concat(parts, ",")
print(#joined, joined:sub(1, 40), select(2, joined:gsub("9", "")))

section("tables")
local t = { 5, 2, 8, 1, 9, 3 }
table.sort(t)
print(table.concat(t, " "))
table.sort(t, function(a, b) return a > b end)
print(table.concat(t, " "), table.unpack(t, 2, 4))
table.insert(t, 3, 100)
print(table.remove(t), table.remove(t, 1), #t, table.concat(table.move(t, 1, 3, 2), " "))
local keys = {}
for k in pairs { alpha = 1, beta = 2, gamma = 3, [1] = "one", [2.5] = "x" } do keys[#keys + 1] = tostring(k) end
table.sort(keys)
print(table.concat(keys, " "))
local big = {}
for i = 1, 50000 do big[i] = (i * 7919) % 50021 end
table.sort(big)
local sorted = true
for i = 2, #big do sorted = sorted and big[i - 1] <= big[i] end
print(#big, sorted, big[1], big[#big])

section("closures and varargs")
local function counter()
	local n = 0
	return function(step) n = n + (step or 1) return n end
end
local c1, c2 = counter(), counter()
print(c1(), c1(5), c2(), c1())
local function pack2(...) return select("#", ...), ... end
print(pack2(nil, nil, 3), (pack2(1, 2)))
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(24))
local function tail(n, acc) if n == 0 then return acc end return tail(n - 1, acc + n) end
print(tail(200000, 0))

section("metatables")
local V = {}
V.__index = V
V.__add = function(a, b) return V.new(a.x + b.x, a.y + b.y) end
V.__eq = function(a, b) return a.x == b.x and a.y == b.y end
V.__lt = function(a, b) return a.x < b.x end
V.__le = function(a, b) return a.x <= b.x end
V.__tostring = function(a) return "(" .. a.x .. ", " .. a.y .. ")" end
V.__len = function() return 2 end
V.__call = function(self, k) return self.x * k end
V.__concat = function(a, b) return tostring(a) .. tostring(b) end
V.__unm = function(a) return V.new(-a.x, -a.y) end
V.__close = function(a) print("closed " .. tostring(a)) end
function V.new(x, y) return setmetatable({ x = x, y = y }, V) end
local a, b = V.new(1, 2), V.new(3, 4)
print(tostring(a + b), a == V.new(1, 2), a < b, a <= b, #a, a(10), a .. b, tostring(-a))
do local guard <close> = V.new(9, 9) end
local proxy = setmetatable({}, { __index = function(_, k) return k .. "!" end, __newindex = function(t, k, v) rawset(t, k, v * 2) end })
proxy.n = 21
print(proxy.hello, proxy.n, rawget(proxy, "hello"))

section("errors")
print(pcall(error, { code = 7 }) == false, select(2, pcall(error, "plain", 0)))
print(pcall(function() local x = nil; return x.field end))
print(select(2, pcall(string.rep)))
print(xpcall(function() error("deep") end, function(m) return "handled: " .. m:match("deep") end))
print(select(2, pcall(function() return 1 + {} end)):gsub("^.-:%d+: ", ""))
local depth = 0
local function forever() depth = depth + 1 return 1 + forever() end
local ok, message = pcall(forever)
print(ok, message:match("stack overflow") ~= nil, depth > 1000)
print(load("return 1 +")) -- a syntax error
print(load("local a <const> = 5; return a * 2")())

section("coroutines")
local function produce(n)
	return coroutine.wrap(function() for i = 1, n do coroutine.yield(i, i * i) end return "end" end)
end
local gen = produce(3)
print(gen()) print(gen()) print(gen()) print(gen())
local co = coroutine.create(function(x)
	local y = coroutine.yield(x + 1)
	local z = coroutine.yield(y * 2)
	error("failed with " .. z)
end)
print(coroutine.resume(co, 1)) print(coroutine.resume(co, 10))
print(select(2, coroutine.resume(co, "z")):match("failed with z"), coroutine.status(co))
local function permutations(list, n)
	n = n or #list
	if n <= 1 then coroutine.yield(list) else
		for i = 1, n do
			list[n], list[i] = list[i], list[n]
			permutations(list, n - 1)
			list[n], list[i] = list[i], list[n]
		end
	end
end
for p in coroutine.wrap(function() permutations { "a", "b", "c" } end) do io.write(table.concat(p), " ") end
print()

section("goto and loops")
for i = 1, 3 do
	for j = 1, 3 do
		if j == 2 then goto continue end
		io.write(i, j, " ")
		::continue::
	end
end
print()
for i = 10, 1, -3 do io.write(i, " ") end
for x = 0, 1, 0.25 do io.write(x, " ") end
print()

section("garbage")
local weak = setmetatable({}, { __mode = "v" })
for i = 1, 1000 do weak[i] = {} end
local finalised = 0
do
	for _ = 1, 10 do setmetatable({}, { __gc = function() finalised = finalised + 1 end }) end
end
collectgarbage() collectgarbage()
local left = 0
for _ in pairs(weak) do left = left + 1 end
print(left, finalised, collectgarbage("count") > 0)
collectgarbage("generational")
local chain
for i = 1, 200000 do chain = { next = i % 100 ~= 0 and chain or nil, i } end
print(chain[1], collectgarbage("incremental"))

section("sieve, queens, life")
local N, composite, primes = 50000, {}, 0
for i = 2, N do
	if not composite[i] then
		primes = primes + 1
		for j = i * i, N, i do composite[j] = true end
	end
end
print(primes)
local function queens(n)
	local solutions, cols, d1, d2 = 0, {}, {}, {}
	local function place(r)
		if r > n then solutions = solutions + 1 return end
		for c = 1, n do
			if not (cols[c] or d1[r + c] or d2[r - c + n]) then
				cols[c], d1[r + c], d2[r - c + n] = true, true, true
				place(r + 1)
				cols[c], d1[r + c], d2[r - c + n] = nil, nil, nil
			end
		end
	end
	place(1)
	return solutions
end
print(queens(6), queens(8))
local W, H = 24, 12
local grid = {}
for y = 1, H do grid[y] = {} for x = 1, W do grid[y][x] = (x * 7 + y * 13 + x * y) % 5 == 0 end end
for _ = 1, 30 do
	local nextg = {}
	for y = 1, H do
		nextg[y] = {}
		for x = 1, W do
			local n = 0
			for dy = -1, 1 do for dx = -1, 1 do
				if (dy ~= 0 or dx ~= 0) and grid[(y + dy - 1) % H + 1][(x + dx - 1) % W + 1] then n = n + 1 end
			end end
			nextg[y][x] = n == 3 or (n == 2 and grid[y][x])
		end
	end
	grid = nextg
end
for y = 1, H do
	for x = 1, W do io.write(grid[y][x] and "#" or ".") end
	print()
end

section("files")
local name = os.tmpname()
local f = assert(io.open(name, "w"))
f:write("line one\n", 42, " ", 3.5, "\n", "third line without end")
print(f:seek("cur"), f:seek("set", 5), f:seek("end"))
f:close()
for line in io.lines(name) do print("[" .. line .. "]") end
local g = assert(io.open(name, "rb"))
print(g:read("l"), g:read("n", "n"), g:read("L") == "\n", g:read(5), g:read("a"), g:read("a"), g:read("l"))
g:close()
print(os.rename(name, name .. ".new"), os.remove(name .. ".new"), (select(2, os.remove(name)):gsub("^.*: ", "")))
print(io.open("/no/such/file"))
print(io.type(g), io.type(io.stdout), io.type(42))

section("os")
print(os.time { year = 2000, month = 1, day = 1, hour = 12 }, os.date("!%Y-%m-%d %H:%M:%S", 86400 * 365))
print(os.getenv("NO_SUCH_VARIABLE"), type(os.clock()), os.date("!*t", 0).year)
math.randomseed(42)
print(math.random(100), math.random(100), math.random(1, 6), string.format("%.6f", math.random()))
print("done", ...)
