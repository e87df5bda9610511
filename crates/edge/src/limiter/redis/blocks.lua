-- The blocks in force, the longest first.
-- KEYS: the list of blocks. ARGV: how many at most, how keys begin.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local found = {}
local names = redis.call('ZREVRANGEBYSCORE', KEYS[1], '+inf', string.format('(%.0f', now), 'LIMIT', 0, ARGV[1])
for _, name in ipairs(names) do
    local dash = string.find(name, '-', 1, true)
    local key = ARGV[2] .. '{' .. string.sub(name, dash + 1) .. '}:' .. string.sub(name, 1, dash - 1) .. '.block'
    local block = redis.call('HMGET', key, 'whom', 'since', 'until', 'times', 'refused')
    if block[1] then
        found[#found + 1] = { name, block[1], block[2], block[3], block[4], block[5] or '0' }
    end
end
return found
