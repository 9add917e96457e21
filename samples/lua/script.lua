local words = {}
for word in ("the sandbox runs this script"):gmatch("%a+") do
  words[#words + 1] = word:upper()
end
table.sort(words)
print(table.concat(words, " "))
print(string.format("checksum %08x", checksum(table.concat(words))))

local generator = coroutine.wrap(function()
  local a, b = 0, 1
  while true do
    coroutine.yield(a)
    a, b = b, a + b
  end
end)
for _ = 1, 10 do io.write(generator(), " ") end
print()
print(pcall(error, "errors are values"))
