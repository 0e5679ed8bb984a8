-- What an export says about a file beside its bytes (ground: kept with the run that brought it).
alter table import_item add column about text;
