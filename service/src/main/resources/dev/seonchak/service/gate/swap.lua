-- Puts a gate that was built aside in the place of the old one, at one instant.
--
-- KEYS  1 to 4 as in admit.lua, 5 inventory built aside, 6 issued_users built aside
-- ARGV  1 what to write into loaded
-- Reply 'OK'
--
-- A list or set without elements does not exist in Redis, so an empty one is put in place by deleting the old one.
-- What is built aside expires by itself, in case its builder dies; in place it must not.
-- Pending is emptied: whoever was under way is settled when the ledger shows it, marked or not.
for i = 1, 2 do
  if redis.call('EXISTS', KEYS[i + 4]) == 1 then
    redis.call('RENAME', KEYS[i + 4], KEYS[i])
    redis.call('PERSIST', KEYS[i])
  else
    redis.call('DEL', KEYS[i])
  end
end
redis.call('DEL', KEYS[3])
redis.call('SET', KEYS[4], ARGV[1])
return 'OK'
