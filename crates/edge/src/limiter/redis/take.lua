-- Decides one request: whether its client is blocked, and all of its budgets at once, all or
-- nothing (the generic cell rate algorithm of gcra.rs). Times are microseconds of this server's
-- clock, so that replicas need not agree on theirs.
--
-- KEYS: the client's block, its refusals, the list of blocks; then one per budget.
-- ARGV: the block's name, whom it is, interval and quota of refusals (quota 0: can't be blocked),
--       first and longest block, quiet time, most blocks in the list; then interval and quota of
--       each budget.
-- Answers: now, what refused (0 nothing, -1 a block, else which budget), until when it is blocked,
--       then for each budget when all of it is back.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local strike_interval, strike_quota = tonumber(ARGV[3]), tonumber(ARGV[4])

local function text(number)
    return string.format('%.0f', number)
end

local function milliseconds(duration)
    return text(math.max(1, math.ceil(duration / 1000)))
end

local function full_at(key)
    return math.max(tonumber(redis.call('GET', key) or 0), now)
end

local function keep(key, full)
    redis.call('SET', key, text(full), 'PX', milliseconds(full - now))
end

-- Counts a refusal; blocks who has had too many. Answers until when, or 0.
local function strike()
    local after = full_at(KEYS[2]) + strike_interval
    if after <= now + strike_interval * strike_quota then
        keep(KEYS[2], after)
        return 0
    end
    local first, longest, quiet = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
    local times = tonumber(redis.call('HGET', KEYS[1], 'times') or 0) + 1
    local ends = now + math.min(first * 2 ^ math.min(times - 1, 31), longest)
    if tonumber(redis.call('HGET', KEYS[1], 'until') or 0) <= now then
        redis.call('HSET', KEYS[1], 'since', text(now))
    end
    redis.call('HSET', KEYS[1], 'whom', ARGV[2], 'times', text(times), 'until', text(ends))
    redis.call('PEXPIRE', KEYS[1], milliseconds(ends - now + quiet))
    redis.call('DEL', KEYS[2])
    redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now))
    redis.call('ZADD', KEYS[3], text(ends), ARGV[1])
    redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1 - tonumber(ARGV[8]))
    redis.call('PEXPIRE', KEYS[3], milliseconds(longest))
    return ends
end

if strike_quota > 0 then
    local ends = tonumber(redis.call('HGET', KEYS[1], 'until') or 0)
    if ends > now then
        redis.call('HINCRBY', KEYS[1], 'refused', 1)
        return { now, -1, math.max(ends, strike()) }
    end
end

local full, refused = {}, 0
for budget = 1, #KEYS - 3 do
    local interval, quota = tonumber(ARGV[7 + 2 * budget]), tonumber(ARGV[8 + 2 * budget])
    full[budget] = full_at(KEYS[3 + budget])
    if refused == 0 and full[budget] + interval > now + interval * quota then
        refused = budget
    end
end

if refused == 0 then
    for budget = 1, #full do
        full[budget] = full[budget] + tonumber(ARGV[7 + 2 * budget])
        keep(KEYS[3 + budget], full[budget])
    end
elseif strike_quota > 0 then
    local ends = strike()
    if ends > 0 then
        return { now, -1, ends }
    end
end
return { now, refused, 0, unpack(full) }
