-- Proves that scripts run where a key lies.
-- Keys: 1 any key, not touched. Arguments: none. Reply: 1.
return 1
