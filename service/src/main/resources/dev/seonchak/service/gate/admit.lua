-- Takes one unit for each user and marks the user.
--
-- KEYS  1 inventory     list, one element a unit still to be had
--       2 issued_users  set, users who took a unit
--       3 pending       sorted set, users whose claim the ledger has not shown yet, by admission time in ms
--       4 loaded        string, there while the other keys mirror the ledger
-- ARGV  user ids, in the order in which they asked
-- Reply one letter a user: A admitted, K known (marked before), E empty; or nil while nothing is loaded
--
-- Invariant: a user is in issued_users exactly if a unit was taken for the user.
-- The mark comes first because it answers K without touching the stock, which is the answer for a crowd that presses twice;
-- where no unit follows, the mark is taken back in the same script, which nobody can see in between.
if redis.call('EXISTS', KEYS[4]) == 0 then
  return false
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answers = {}
for i = 1, #ARGV do
  local user = ARGV[i]
  if redis.call('SADD', KEYS[2], user) == 0 then
    answers[i] = 'K'
  elseif redis.call('LPOP', KEYS[1]) then
    redis.call('ZADD', KEYS[3], now, user)
    answers[i] = 'A'
  else
    redis.call('SREM', KEYS[2], user)
    answers[i] = 'E'
  end
end
return table.concat(answers)
