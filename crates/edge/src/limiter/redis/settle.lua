-- Settles units that were taken: gives them back, or clears their budget.
-- KEYS: budgets. ARGV: for each the interval of a unit to give back, or 0 to clear.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for at = 1, #KEYS do
    local full = tonumber(redis.call('GET', KEYS[at]) or 0) - tonumber(ARGV[at])
    if tonumber(ARGV[at]) == 0 or full <= now then
        redis.call('DEL', KEYS[at])
    else
        redis.call('SET', KEYS[at], string.format('%.0f', full), 'PX', math.max(1, math.ceil((full - now) / 1000)))
    end
end
return #KEYS
