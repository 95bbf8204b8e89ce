-- Brings the gate in line with what the ledger said about users.
--
-- KEYS  as in admit.lua
-- ARGV  pairs of a letter and a user id: H the ledger has the user, R released, S sold out
-- Reply number of pairs looked at; 0 while nothing is loaded
--
-- Invariant: as in admit.lua, and doing it again changes nothing. A user who came round the gate while it was bypassed has
-- no mark yet: the unit is taken here, so that inventory goes on to mirror what the ledger has left.
if redis.call('EXISTS', KEYS[4]) == 0 then
  return 0
end
for i = 1, #ARGV, 2 do
  local letter, user = ARGV[i], ARGV[i + 1]
  redis.call('ZREM', KEYS[3], user)
  if letter == 'H' then
    if redis.call('SADD', KEYS[2], user) == 1 then
      redis.call('LPOP', KEYS[1])
    end
  elseif redis.call('SREM', KEYS[2], user) == 1 and letter == 'R' then
    redis.call('RPUSH', KEYS[1], 1)
  end
end
return #ARGV / 2
