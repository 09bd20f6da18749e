-- Answers one of everything.
-- Keys: 1 any. Arguments: 1 any. Reply: {the argument, how many keys, a list, true, nothing}.
return {ARGV[1], #KEYS, {7, 'x'}, true}
