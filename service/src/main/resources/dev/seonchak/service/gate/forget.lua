-- Removes users who are marked although nobody has seen them: neither under way nor in the ledger.
--
-- KEYS  as in admit.lua
-- ARGV  ids of users whom the ledger does not have
-- Reply number of users removed
--
-- Whoever is pending stays: that is a claim under way, or the sweep's to settle. Run align.lua afterwards.
local removed = 0
for i = 1, #ARGV do
  if not redis.call('ZSCORE', KEYS[3], ARGV[i]) then
    removed = removed + redis.call('SREM', KEYS[2], ARGV[i])
  end
end
return removed
