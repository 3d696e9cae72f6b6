-- SQLite has no security of rows: the filter of every query stands alone.
SELECT 1;
