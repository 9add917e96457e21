-- Calls, tables, strings and closures for about a second.
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
io.write(fib(31), "\n")

local t = {}
for i = 1, 400000 do t[i] = (i * 7919) % 1000003 end
table.sort(t)
local sum = 0
for i, v in ipairs(t) do sum = (sum + v * i) % 1000000007 end
io.write(sum, "\n")

local words = {}
for i = 1, 60000 do
	local w = string.format("%x-%d", i * 2654435761 % 65536, i % 97)
	words[w] = (words[w] or 0) + #w
	if w:find("a%d+%-") then words.hit = (words.hit or 0) + 1 end
end
local n = 0
for _ in pairs(words) do n = n + 1 end
io.write(n, " ", words.hit, " ", #table.concat(t, ","):gsub("1", "one"), "\n")

local function compose(f, g) return function(x) return g(f(x)) end end
local f = function(x) return x + 1 end
for _ = 1, 10 do f = compose(f, f) end
for i = 1, 300 do sum = f(sum) end
io.write(sum, "\n")
