-- Brings inventory in line with issued_users, a bounded step at a time, and marks the gate as loaded when it is.
--
-- KEYS  as in admit.lua
-- ARGV  1 units of the coupon in all, 2 most elements to add or remove in this call
-- Reply number of elements still to add or remove; 0 when in line
--
-- Invariant: as in admit.lua: a user is in issued_users exactly if a unit was taken. So the elements that must be there
-- follow from the users alone, whoever is under way just now, and this may run in the middle of a stampede.
-- The mark comes last: until then no admission is answered, and all go round the gate.
local target = math.max(0, tonumber(ARGV[1]) - redis.call('SCARD', KEYS[2]))
local missing = target - redis.call('LLEN', KEYS[1])
local step = math.min(math.abs(missing), tonumber(ARGV[2]))
if missing < 0 then
  redis.call('LTRIM', KEYS[1], step, -1)
else
  local ones = {}
  for i = 1, math.min(step, 1000) do
    ones[i] = 1
  end
  for pushed = 0, step - 1, 1000 do
    redis.call('LPUSH', KEYS[1], unpack(ones, 1, math.min(1000, step - pushed)))
  end
end
local left = math.abs(missing) - step
if left == 0 then
  redis.call('SET', KEYS[4], 1)
end
return left
