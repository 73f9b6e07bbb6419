-- Tables of one edition of the store. Grain and meaning are comments in the database itself, from which the
-- dictionary in docs/tables.md is generated. Small tables carry keys and references; the large ones (observation,
-- indicator_value, benchmark) are sorted instead and their keys are proved by the rules of checks.py.

-- Areas and indicators are looked for, joined and sorted by the number that an identifier has in these types; a question
-- and its answer have the identifiers themselves. area_input, indicator_input: the tables that the types are made of.
-- Areas are numbered by their identifiers, indicators as they are given: those of a theme lie together, and so do their
-- values, which a page reads together.
create type area_key as enum (select area_id from area_input order by area_id);
create type indicator_key as enum (select indicator_id from indicator_input);

create table edition (
  edition_id varchar not null,
  built_at timestamp not null,
  code_version varchar not null,
  input_sha256 varchar not null
);
comment on table edition is 'One row: the immutable build that this file is.';
comment on column edition.edition_id is 'Identifier of the edition, the first twelve hex digits of a hash over its inputs and the defining code';
comment on column edition.built_at is 'When it was built (UTC)';
comment on column edition.code_version is 'Version of the program and of the code that defines the store';
comment on column edition.input_sha256 is 'SHA-256 over the names and contents of all input files';

create table status (
  status varchar primary key,
  name_pl varchar not null,
  name_en varchar not null,
  missing boolean not null,
  severity integer not null,
  light varchar not null check (light in ('green', 'amber', 'grey')),
  description_pl varchar not null,
  description_en varchar not null
);
comment on table status is 'One row per observation status (SDMX CL_OBS_STATUS).';
comment on column status.status is 'SDMX code';
comment on column status.name_pl is 'Name in Polish';
comment on column status.name_en is 'Name in English';
comment on column status.missing is 'Whether the status explains an absent value';
comment on column status.severity is 'Higher is more serious; the most serious status of the parts is the status of the whole';
comment on column status.light is 'green: comparable, amber: with a reservation, grey: not comparable';
comment on column status.description_pl is 'What it means, in Polish';
comment on column status.description_en is 'What it means, in English';

create table comparability (
  reason varchar primary key,
  light varchar not null check (light in ('amber', 'grey')),
  threshold double,
  name_pl varchar not null,
  name_en varchar not null,
  description_pl varchar not null,
  description_en varchar not null,
  position integer not null
);
comment on table comparability is 'One row per reason, besides its status, why a value is compared with a reservation or not at all.';
comment on column comparability.reason is 'Identifier';
comment on column comparability.light is 'amber: compared with a reservation, grey: not comparable';
comment on column comparability.threshold is 'Where it begins, for reasons that have a limit';
comment on column comparability.name_pl is 'Name in Polish';
comment on column comparability.name_en is 'Name in English';
comment on column comparability.description_pl is 'What it means, in Polish';
comment on column comparability.description_en is 'What it means, in English';
comment on column comparability.position is 'Order in a list of reasons';

create table reservation (
  status varchar not null references status (status),
  reasons utinyint not null,
  light varchar not null check (light in ('green', 'amber', 'grey')),
  why_pl varchar,
  why_en varchar,
  explained_pl varchar,
  explained_en varchar,
  primary key (status, reasons)
);
comment on table reservation is 'One row per status and set of reasons: whether a value may be compared, and why not.';
comment on column reservation.status is 'Status of the value';
comment on column reservation.reasons is 'Sum of 1 other_period, 2 other_kind, 4 low_coverage, 8 other_cost_scope, 16 other_tasks, 32 few_areas, as the macro reasons_of adds them';
comment on column reservation.light is 'green: compared, amber: with a reservation, grey: not comparable';
comment on column reservation.why_pl is 'Names of status and reasons, in Polish; null when green';
comment on column reservation.why_en is 'Names of status and reasons, in English; null when green';
comment on column reservation.explained_pl is 'What the grey reasons mean, in Polish';
comment on column reservation.explained_en is 'What the grey reasons mean, in English';

create table cost_scope (
  cost_scope varchar primary key,
  name_pl varchar not null,
  name_en varchar not null,
  description_pl varchar not null,
  description_en varchar not null
);
comment on table cost_scope is 'One row per scope of a cost.';
comment on column cost_scope.cost_scope is 'Code';
comment on column cost_scope.name_pl is 'Name in Polish';
comment on column cost_scope.name_en is 'Name in English';
comment on column cost_scope.description_pl is 'What the cost contains, in Polish';
comment on column cost_scope.description_en is 'What the cost contains, in English';

create table unit (
  unit varchar primary key,
  name_pl varchar not null,
  name_en varchar not null,
  short_pl varchar,
  short_en varchar
);
comment on table unit is 'One row per unit of measure.';
comment on column unit.unit is 'Code';
comment on column unit.name_pl is 'Name in Polish, for axes';
comment on column unit.name_en is 'Name in English, for axes';
comment on column unit.short_pl is 'What stands behind a number, in Polish';
comment on column unit.short_en is 'What stands behind a number, in English';

create table source (
  source_id varchar primary key,
  title varchar not null,
  title_en varchar not null,
  publisher varchar not null,
  licence varchar not null,
  licence_en varchar not null,
  url varchar,
  accessed date,
  note varchar,
  note_en varchar,
  live boolean not null
);
comment on table source is 'One row per published dataset.';
comment on column source.source_id is 'Identifier, also the name of its Parquet file';
comment on column source.title is 'Title (Polish)';
comment on column source.title_en is 'Title in English';
comment on column source.publisher is 'Original publisher';
comment on column source.licence is 'Terms of use (Polish)';
comment on column source.licence_en is 'Terms of use in English';
comment on column source.url is 'Address at the publisher';
comment on column source.accessed is 'Day of retrieval, where it is known';
comment on column source.note is 'Coverage and how the figures were verified (Polish)';
comment on column source.note_en is 'The same in English';
comment on column source.live is 'Whether “smup sync” fetches it; a live value takes the place of another source''s for the same area, variable and year';

create table area (
  area_id area_key primary key,
  name varchar not null,
  label varchar not null,
  level varchar not null check (level in ('gmina', 'powiat', 'voivodeship', 'metro', 'country')),
  kind varchar not null,
  powiat_id area_key,
  voivodeship_id area_key,
  latitude double check (latitude between 48 and 56),
  longitude double check (longitude between 13 and 25),
  area_km2 double check (area_km2 > 0),
  valid_from date,
  valid_to date,
  teryt varchar,
  degurba integer check (degurba between 1 and 3),
  bdl_id varchar,
  nuts3 varchar
);
comment on table area is 'One row per territorial unit.';
comment on column area.area_id is 'Six TERYT digits of a gmina or city with powiat rights, four of a land powiat, two of a voivodeship, PL, or the slug or Eurostat code of a metropolitan or functional urban area';
comment on column area.name is 'Name in the register; not unique';
comment on column area.label is 'Name that tells the area apart from all others';
comment on column area.level is 'Tier of territorial division';
comment on column area.kind is 'Legal or statistical kind';
comment on column area.powiat_id is 'Land powiat that a gmina lies in; null for cities with powiat rights';
comment on column area.voivodeship_id is 'Voivodeship that it lies in';
comment on column area.latitude is 'Degrees north (WGS 84)';
comment on column area.longitude is 'Degrees east (WGS 84)';
comment on column area.area_km2 is 'Area in square kilometres';
comment on column area.valid_from is 'First day of existence, when it lies within the years of the data';
comment on column area.valid_to is 'Last day of existence';
comment on column area.teryt is 'Seven-digit TERYT code; the last digit is the type and changes';
comment on column area.degurba is 'Degree of urbanisation (1 city, 2 town or suburb, 3 rural)';
comment on column area.bdl_id is 'Twelve-digit identifier in the Local Data Bank';
comment on column area.nuts3 is 'NUTS 3 region';

create table area_member (
  group_id area_key not null references area (area_id),
  area_id area_key not null references area (area_id),
  source_id varchar not null references source (source_id),
  primary key (group_id, area_id)
);
comment on table area_member is 'One row per larger area and a unit that belongs to it.';
comment on column area_member.group_id is 'Metropolitan or functional urban area, voivodeship or country';
comment on column area_member.area_id is 'Unit that belongs to it';
comment on column area_member.source_id is 'Where the membership is published';

create table area_tasks (
  area_id area_key primary key references area (area_id),
  tasks varchar not null check (tasks in ('gmina', 'gmina_powiat', 'mixed'))
);
comment on table area_tasks is 'One row per area: whose tasks its money pays for.';
comment on column area_tasks.area_id is 'Area';
comment on column area_tasks.tasks is 'gmina: those of gminas; gmina_powiat: also those of a powiat, as in cities with powiat rights; mixed: a larger area with members of both';

create table area_adjective (
  area_id area_key not null references area (area_id),
  adjective varchar not null,
  primary key (area_id, adjective)
);
comment on table area_adjective is 'One row per adjective that is made from a name of an area in a way of its own.';
comment on column area_adjective.area_id is 'Area';
comment on column area_adjective.adjective is 'Adjective, masculine singular';

create table area_name (
  area_id area_key not null references area (area_id),
  name varchar not null,
  primary key (area_id, name)
);
comment on table area_name is 'One row per area and name by which people call it beside that of the register, in Polish or English.';
comment on column area_name.area_id is 'Area; a name of several means all of them together';
comment on column area_name.name is 'Name, as the reader of the search may write it';

create table neighbour (
  area_id area_key not null references area (area_id),
  neighbour_id area_key not null references area (area_id),
  primary key (area_id, neighbour_id)
);
comment on table neighbour is 'One row per area and area of the same level that shares a border with it.';
comment on column neighbour.area_id is 'Area';
comment on column neighbour.neighbour_id is 'Neighbour';

create table area_change (
  area_id area_key not null references area (area_id),
  state_before varchar not null,
  state_after varchar not null,
  attribute varchar not null,
  value_before varchar not null,
  value_after varchar not null,
  primary key (area_id, state_before, attribute)
);
comment on table area_change is 'One row per code or name that changed between two states of the register.';
comment on column area_change.area_id is 'Unit';
comment on column area_change.state_before is 'Earlier state of the register';
comment on column area_change.state_after is 'Later state of the register';
comment on column area_change.attribute is 'What changed: teryt or name';
comment on column area_change.value_before is 'Before';
comment on column area_change.value_after is 'After';

create table metro (
  area_id area_key primary key references area (area_id),
  form_pl varchar not null,
  form_en varchar not null,
  as_of varchar not null,
  confidence varchar not null check (confidence in ('high', 'medium', 'low')),
  note_pl varchar,
  note_en varchar,
  compiled_from varchar not null
);
comment on table metro is 'One row per metropolitan or functional urban area: how far its member list can be trusted.';
comment on column metro.area_id is 'Metropolitan or functional urban area';
comment on column metro.form_pl is 'Legal form, in Polish';
comment on column metro.form_en is 'Legal form, in English';
comment on column metro.as_of is 'Date or period of the member list';
comment on column metro.confidence is 'How far the list can be trusted';
comment on column metro.note_pl is 'Reservation, in Polish';
comment on column metro.note_en is 'Reservation, in English';
comment on column metro.compiled_from is 'Sites the list was compiled from';

create table theme (
  theme_id varchar primary key,
  name_pl varchar not null,
  name_en varchar not null,
  in_smup boolean not null,
  description_pl varchar not null,
  description_en varchar not null,
  position integer not null
);
comment on table theme is 'One row per area of services (SMUP: obszar).';
comment on column theme.theme_id is 'Identifier';
comment on column theme.name_pl is 'Name in Polish';
comment on column theme.name_en is 'Name in English';
comment on column theme.in_smup is 'Whether it is one of the ten of SMUP';
comment on column theme.description_pl is 'What it covers, in Polish';
comment on column theme.description_en is 'What it covers, in English';
comment on column theme.position is 'Order on screen';

create table service (
  service_id varchar primary key,
  theme_id varchar not null references theme (theme_id),
  name_pl varchar not null,
  name_en varchar not null,
  position integer not null
);
comment on table service is 'One row per public service (SMUP: usługa).';
comment on column service.service_id is 'Identifier';
comment on column service.theme_id is 'Theme';
comment on column service.name_pl is 'Name in Polish';
comment on column service.name_en is 'Name in English';
comment on column service.position is 'Order on screen';

create table variable (
  variable_id varchar primary key,
  name_pl varchar not null,
  name_en varchar not null,
  unit varchar not null references unit (unit),
  source_id varchar not null references source (source_id),
  external_id varchar,
  note_pl varchar,
  note_en varchar
);
comment on table variable is 'One row per publisher''s raw series.';
comment on column variable.variable_id is 'Identifier';
comment on column variable.name_pl is 'Name in Polish';
comment on column variable.name_en is 'Name in English';
comment on column variable.unit is 'Unit of measure';
comment on column variable.source_id is 'Main source';
comment on column variable.external_id is 'Identifier at the publisher (Local Data Bank)';
comment on column variable.note_pl is 'Reservations, in Polish';
comment on column variable.note_en is 'Reservations, in English';

create table observation (
  area_id area_key not null,
  variable_id varchar not null,
  period smallint not null,
  value double,
  status varchar not null,
  source_id varchar not null
);
comment on table observation is 'One row per area, variable and year; sorted by variable, period, area, first those of whole sources, then those of variables with a file of their own.';
comment on column observation.area_id is 'Area';
comment on column observation.variable_id is 'Variable';
comment on column observation.period is 'Calendar year';
comment on column observation.value is 'Value; null only with a status that explains it';
comment on column observation.status is 'Observation status';
comment on column observation.source_id is 'Source of this value';

create table observation_year (
  variable_id varchar not null,
  period smallint not null,
  source_id varchar not null,
  status varchar not null,
  observations integer not null
);
comment on table observation_year is 'One row per variable, year, source and status: how many observations there are.';
comment on column observation_year.variable_id is 'Variable';
comment on column observation_year.period is 'Calendar year';
comment on column observation_year.source_id is 'Source';
comment on column observation_year.status is 'Observation status';
comment on column observation_year.observations is 'Number of observations';

create table observation_note (
  variable_id varchar not null references variable (variable_id),
  area_id area_key,
  period smallint,
  status varchar not null references status (status),
  note_pl varchar not null,
  note_en varchar not null
);
comment on table observation_note is 'One row per reservation about some observations; a blank key means all.';
comment on column observation_note.variable_id is 'Variable';
comment on column observation_note.area_id is 'Area, or null for all';
comment on column observation_note.period is 'Year, or null for all';
comment on column observation_note.status is 'Status that the observations get';
comment on column observation_note.note_pl is 'Reservation, in Polish';
comment on column observation_note.note_en is 'Reservation, in English';

create table indicator (
  indicator_id indicator_key primary key,
  service_id varchar not null references service (service_id),
  dimension varchar not null check (dimension in ('quantity', 'quality', 'cost', 'context')),
  name_pl varchar not null,
  name_en varchar not null,
  description_pl varchar not null,
  description_en varchar not null,
  unit varchar not null references unit (unit),
  decimals integer not null check (decimals between 0 and 4),
  polarity varchar not null check (polarity in ('higher', 'lower', 'target', 'none')),
  target double,
  formula varchar not null,
  aggregation varchar not null check (aggregation in ('sum', 'ratio', 'mean', 'harmonic', 'none')),
  weight_variable_id varchar references variable (variable_id),
  coverage_variable_id varchar references variable (variable_id),
  cost_scope varchar references cost_scope (cost_scope),
  comparability varchar not null check (comparability in ('any', 'same_tasks')),
  over_time varchar not null check (over_time in ('values', 'positions')),
  headline boolean not null,
  note_pl varchar,
  note_en varchar,
  position integer not null,
  check ((polarity = 'target') = (target is not null)),
  check (cost_scope is null or dimension = 'cost'),
  check (aggregation not in ('mean', 'harmonic') or weight_variable_id is not null)
);
comment on table indicator is 'One row per indicator: what readers see.';
comment on column indicator.indicator_id is 'Identifier';
comment on column indicator.service_id is 'Service';
comment on column indicator.dimension is 'Dimension of the service';
comment on column indicator.name_pl is 'Name in Polish';
comment on column indicator.name_en is 'Name in English';
comment on column indicator.description_pl is 'What it measures, in Polish';
comment on column indicator.description_en is 'What it measures, in English';
comment on column indicator.unit is 'Unit of measure';
comment on column indicator.decimals is 'Decimal places shown';
comment on column indicator.polarity is 'Which way is better';
comment on column indicator.target is 'Best value, for polarity target';
comment on column indicator.formula is 'Formula over variables';
comment on column indicator.aggregation is 'How the members of a larger area make up its value';
comment on column indicator.weight_variable_id is 'Weight of a member in the aggregate';
comment on column indicator.coverage_variable_id is 'Variable that gives the share (per cent) of cases behind the value of one area';
comment on column indicator.cost_scope is 'What a cost contains: A full system, B direct spending, C subsidy, D price to the user';
comment on column indicator.comparability is 'same_tasks: cities with powiat rights are compared only with each other';
comment on column indicator.over_time is 'positions: levels differ from year to year, only the position may be compared';
comment on column indicator.headline is 'Whether it is the one shown first in its theme and dimension';
comment on column indicator.note_pl is 'Reservations, in Polish';
comment on column indicator.note_en is 'Reservations, in English';
comment on column indicator.position is 'Order on screen';

create table indicator_term (
  indicator_id indicator_key not null references indicator (indicator_id),
  part varchar not null check (part in ('numerator', 'denominator')),
  variable_id varchar not null references variable (variable_id),
  coefficient double not null,
  pinned_period smallint,
  scale double not null
);
comment on table indicator_term is 'One row per term of a formula.';
comment on column indicator_term.indicator_id is 'Indicator';
comment on column indicator_term.part is 'Above or below the fraction line';
comment on column indicator_term.variable_id is 'Variable';
comment on column indicator_term.coefficient is 'Factor of the variable';
comment on column indicator_term.pinned_period is 'The one year whose value is used, when the formula pins it';
comment on column indicator_term.scale is 'Factor of the whole formula';

create table indicator_value (
  area_id area_key not null,
  indicator_id indicator_key not null,
  period smallint not null,
  value double,
  status varchar not null,
  coverage double not null,
  partial boolean not null,
  weight double,
  area_kind varchar not null
);
comment on table indicator_value is 'One row per area, indicator and year; some indicators after the others, their rows sorted by kind, indicator, period, area.';
comment on column indicator_value.area_id is 'Area';
comment on column indicator_value.indicator_id is 'Indicator';
comment on column indicator_value.period is 'Calendar year';
comment on column indicator_value.value is 'Value; null only with a status that explains it';
comment on column indicator_value.status is 'The most serious status of the observations behind it; of a larger area, one that concerns more than a fifth of it (a break: more than half)';
comment on column indicator_value.coverage is 'Share of the weight of the area that the value rests on (0 to 1)';
comment on column indicator_value.partial is 'Whether it rests on less than comparability asks for (low_coverage)';
comment on column indicator_value.weight is 'Units that the value is counted per (residents, pupils, clients …): value times weight is the amount behind it, by which values of members add up; null for totals and where nothing adds up';
comment on column indicator_value.area_kind is 'Kind of the area: those that are compared with each other lie together';

create table value_note (
  area_id area_key not null,
  indicator_id indicator_key not null,
  period smallint not null,
  note_pl varchar not null,
  note_en varchar not null
);
comment on table value_note is 'One row per value with reservations about the observations behind it; sorted by indicator, period, area.';
comment on column value_note.area_id is 'Area';
comment on column value_note.indicator_id is 'Indicator';
comment on column value_note.period is 'Calendar year';
comment on column value_note.note_pl is 'All of them, in Polish';
comment on column value_note.note_en is 'All of them, in English';

create table indicator_year (
  indicator_id indicator_key not null,
  period smallint not null
);
comment on table indicator_year is 'One row per indicator and year with a value of any area.';
comment on column indicator_year.indicator_id is 'Indicator';
comment on column indicator_year.period is 'Calendar year';

create table indicator_extent (
  indicator_id indicator_key not null,
  areas bigint not null,
  lowest double not null,
  highest double not null
);
comment on table indicator_extent is 'One row per indicator with a value.';
comment on column indicator_extent.indicator_id is 'Indicator';
comment on column indicator_extent.areas is 'Number of areas with a value in any year';
comment on column indicator_extent.lowest is 'Lowest value';
comment on column indicator_extent.highest is 'Highest value';

create table submission_value (
  area_id area_key not null references area (area_id),
  indicator_id varchar not null,
  period smallint not null,
  value double,
  status varchar not null references status (status),
  note varchar not null,
  source_id varchar not null references source (source_id),
  primary key (source_id, area_id, indicator_id, period)
);
comment on table submission_value is 'One row per submitted file, area, indicator and year; official values are never replaced by it.';
comment on column submission_value.area_id is 'Area';
comment on column submission_value.indicator_id is 'Indicator of the catalogue, or one of the submitter''s own that begins with own_';
comment on column submission_value.period is 'Calendar year';
comment on column submission_value.value is 'Value; null only with a status that explains it';
comment on column submission_value.status is 'Status';
comment on column submission_value.note is 'What the submitter says of it';
comment on column submission_value.source_id is 'The submitted file';

create table comparison_group (
  group_id varchar primary key,
  basis varchar not null check (basis in ('kind', 'kind_in_voivodeship', 'metro')),
  kind varchar,
  within_id area_key references area (area_id),
  members integer not null
);
comment on table comparison_group is 'One row per group of areas that are compared with each other.';
comment on column comparison_group.group_id is 'Kind; kind and voivodeship joined by a dot; or the metropolitan or functional urban area';
comment on column comparison_group.basis is 'What the areas have in common';
comment on column comparison_group.kind is 'Kind of the members, where they are all of one kind';
comment on column comparison_group.within_id is 'Larger area that the members lie in';
comment on column comparison_group.members is 'Number of member areas';

create table group_member (
  group_id varchar not null,
  area_id area_key not null
);
comment on table group_member is 'One row per comparison group and member.';
comment on column group_member.group_id is 'Comparison group';
comment on column group_member.area_id is 'Member area';

create table pair (
  pair_id varchar primary key,
  service_id varchar not null references service (service_id),
  cost_indicator_id indicator_key not null references indicator (indicator_id),
  output_indicator_id indicator_key not null references indicator (indicator_id),
  better varchar not null check (better in ('higher', 'lower')),
  years_apart integer not null check (years_apart between 0 and 2),
  factors varchar,
  note_pl varchar not null,
  note_en varchar not null,
  position integer not null
);
comment on table pair is 'One row per cost and what it buys: two figures that are set against each other.';
comment on column pair.pair_id is 'Identifier';
comment on column pair.service_id is 'Service';
comment on column pair.cost_indicator_id is 'Cost per unit';
comment on column pair.output_indicator_id is 'Quality or quantity that it is set against';
comment on column pair.better is 'Which way the output is better';
comment on column pair.years_apart is 'How many years may lie between the two figures';
comment on column pair.factors is 'Indicators whose product makes the cost, separated by semicolons';
comment on column pair.note_pl is 'What to keep in mind, in Polish';
comment on column pair.note_en is 'What to keep in mind, in English';
comment on column pair.position is 'Order on screen';

create table structure (
  structure_id varchar primary key,
  level varchar not null,
  indicator_id indicator_key references indicator (indicator_id),
  attribute varchar check (attribute in ('degurba', 'metropolitan', 'density')),
  log boolean not null,
  weight double not null check (weight > 0),
  name_pl varchar not null,
  name_en varchar not null
);
comment on table structure is 'One row per trait of structure by which areas of a level are similar.';
comment on column structure.structure_id is 'Identifier';
comment on column structure.level is 'Level of the areas';
comment on column structure.indicator_id is 'Indicator that it is taken from';
comment on column structure.attribute is 'Attribute of the area, where it is not an indicator';
comment on column structure.log is 'Whether its logarithm is compared';
comment on column structure.weight is 'Weight in the distance';
comment on column structure.name_pl is 'Name in Polish';
comment on column structure.name_en is 'Name in English';

create table area_structure (
  area_id area_key not null,
  structure_id varchar not null,
  period smallint,
  value double not null,
  z double
);
comment on table area_structure is 'One row per area and trait of structure.';
comment on column area_structure.area_id is 'Area';
comment on column area_structure.structure_id is 'Trait';
comment on column area_structure.period is 'Year of the value: the latest that nine in ten areas of the level have; null for attributes';
comment on column area_structure.value is 'Value';
comment on column area_structure.z is 'Robust standard score within the kind, clipped to -3 and 3';

create table peer (
  area_id area_key not null,
  peer_id area_key not null,
  position integer not null,
  distance double not null,
  good boolean not null,
  primary key (area_id, peer_id)
);
comment on table peer is 'One row per area and similar area of the same kind, up to 15 of them.';
comment on column peer.area_id is 'Area';
comment on column peer.peer_id is 'Similar area';
comment on column peer.position is '1 is the most similar';
comment on column peer.distance is 'Distance in the space of structural variables, without unit';
comment on column peer.good is 'Whether the area has good peers: its seventh distance is not above the 90th percentile of its kind';

create table event_kind (
  kind varchar primary key,
  name_pl varchar not null,
  name_en varchar not null,
  umbrella boolean not null,
  terms varchar not null
);
comment on table event_kind is 'One row per kind of event.';
comment on column event_kind.kind is 'Identifier';
comment on column event_kind.name_pl is 'Name in Polish';
comment on column event_kind.name_en is 'Name in English';
comment on column event_kind.umbrella is 'Whether other events are usually part of it';
comment on column event_kind.terms is 'Polish dictionary forms that a document uses for it, separated by semicolons';

create table initiative_kind (
  kind varchar primary key,
  name_pl varchar not null,
  name_en varchar not null,
  terms varchar not null
);
comment on table initiative_kind is 'One row per kind of initiative.';
comment on column initiative_kind.kind is 'Identifier';
comment on column initiative_kind.name_pl is 'Name in Polish';
comment on column initiative_kind.name_en is 'Name in English';
comment on column initiative_kind.terms is 'Polish dictionary forms that a document uses for it, separated by semicolons';

create table document (
  document_id varchar primary key,
  file varchar not null,
  title varchar,
  publisher varchar,
  published_on date,
  sha256 varchar not null,
  text varchar not null
);
comment on table document is 'One row per source document.';
comment on column document.document_id is 'Identifier';
comment on column document.file is 'File with its text, from data/';
comment on column document.title is 'Title, where the text has one';
comment on column document.publisher is 'Publisher, where the text states it';
comment on column document.published_on is 'Day of publication, where the text states it';
comment on column document.sha256 is 'SHA-256 of the document as received';
comment on column document.text is 'Text, character by character; positions of evidence count from 0';

create table event (
  event_id varchar primary key,
  name varchar not null,
  kind varchar not null references event_kind (kind),
  series varchar,
  edition_number integer check (edition_number > 0),
  part_of varchar,
  starts_on date,
  ends_on date,
  starts_at time,
  ends_at time,
  date_basis varchar not null check (date_basis in ('stated', 'inferred', 'unknown')),
  date_note varchar,
  date_note_en varchar,
  mode varchar check (mode in ('on_site', 'online', 'hybrid')),
  area_id area_key references area (area_id),
  place varchar,
  organisers varchar,
  organiser_area_id area_key references area (area_id),
  topics varchar,
  theme_id varchar references theme (theme_id),
  review varchar not null check (review in ('reviewed', 'candidate')),
  check ((date_basis = 'unknown') = (starts_on is null)),
  check (date_basis <> 'inferred' or date_note is not null),
  check (ends_on >= starts_on)
);
comment on table event is 'One row per event that a document records.';
comment on column event.event_id is 'Identifier';
comment on column event.name is 'Name';
comment on column event.kind is 'Congress, forum, panel, workshop, study visit, …';
comment on column event.series is 'Series of events';
comment on column event.edition_number is 'Number within the series';
comment on column event.part_of is 'Event that it is part of';
comment on column event.starts_on is 'First day; null when it is not known';
comment on column event.ends_on is 'Last day';
comment on column event.starts_at is 'Hour of beginning';
comment on column event.ends_at is 'Hour of end';
comment on column event.date_basis is 'stated: the text gives the whole date; inferred: it follows from another document or another statement of this one, which date_note names; unknown';
comment on column event.date_note is 'What is known of the date besides, in Polish';
comment on column event.date_note_en is 'What is known of the date besides, in English';
comment on column event.mode is 'On site, online or both';
comment on column event.area_id is 'Area where it takes place';
comment on column event.place is 'Place as named';
comment on column event.organisers is 'Organisers, separated by semicolons';
comment on column event.organiser_area_id is 'Area whose local government or metropolitan association organises it';
comment on column event.topics is 'Topics, separated by semicolons';
comment on column event.theme_id is 'Theme of services that it concerns';
comment on column event.review is 'reviewed by a person, or candidate: proposed by the program';

create table initiative (
  initiative_id varchar primary key,
  name varchar not null,
  kind varchar not null references initiative_kind (kind),
  owner varchar,
  area_id area_key references area (area_id),
  theme_id varchar references theme (theme_id),
  service_id varchar references service (service_id),
  status varchar check (status in ('planned', 'in_preparation', 'running', 'completed')),
  year integer,
  summary_pl varchar,
  summary_en varchar,
  review varchar not null check (review in ('reviewed', 'candidate')),
  check (service_id is null or theme_id is not null)
);
comment on table initiative is 'One row per initiative that a document records.';
comment on column initiative.initiative_id is 'Identifier';
comment on column initiative.name is 'Name';
comment on column initiative.kind is 'Platform, observatory, living lab, strategy, …';
comment on column initiative.owner is 'Who runs it, separated by semicolons';
comment on column initiative.area_id is 'Area of the owner';
comment on column initiative.theme_id is 'Theme';
comment on column initiative.service_id is 'Service';
comment on column initiative.status is 'State of the initiative when the document was written';
comment on column initiative.year is 'Year that the document connects with it';
comment on column initiative.summary_pl is 'Summary in Polish';
comment on column initiative.summary_en is 'Summary in English';
comment on column initiative.review is 'reviewed by a person, or candidate: proposed by the program';

create table presented (
  initiative_id varchar not null references initiative (initiative_id),
  event_id varchar not null references event (event_id),
  presenter varchar,
  primary key (initiative_id, event_id)
);
comment on table presented is 'One row per initiative and event where it was presented.';
comment on column presented.initiative_id is 'Initiative';
comment on column presented.event_id is 'Event';
comment on column presented.presenter is 'Who presented it';

create table evidence (
  record_id varchar not null,
  field varchar not null,
  document_id varchar not null references document (document_id),
  start_char integer not null,
  end_char integer not null,
  quote varchar not null,
  confidence double check (confidence between 0 and 1),
  review varchar not null check (review in ('reviewed', 'candidate')),
  check (end_char > start_char)
);
comment on table evidence is 'One row per field of a record and the words that prove it.';
comment on column evidence.record_id is 'Event, initiative, document, or initiative@event for what was presented where';
comment on column evidence.field is 'Field of the record';
comment on column evidence.document_id is 'Document';
comment on column evidence.start_char is 'Position of the first character of the quote';
comment on column evidence.end_char is 'Position after the last character';
comment on column evidence.quote is 'Exact words';
comment on column evidence.confidence is 'How sure the program was that proposed it (0 to 1)';
comment on column evidence.review is 'reviewed by a person, or candidate: proposed by the program';

-- Picks the reader's language.
create macro said(pl, en, language) as case language when 'en' then en else pl end;

-- Text without capitals and accents, for searching; the stroke of ł is no accent to strip_accents.
create macro plain(txt) as replace(strip_accents(lower(txt)), 'ł', 'l');

-- Cities with powiat rights carry powiat tasks: money is compared only where the tasks are the same.
create macro same_tasks(comparability_of, tasks_of, other_tasks) as
  comparability_of <> 'same_tasks' or tasks_of = other_tasks;

-- Whether a cost covers other tasks or other spending than it says: where tasks are mixed, or the status says so.
create macro other_cost_scope(dimension_of, comparability_of, tasks_of, status_of) as
  dimension_of = 'cost' and (status_of = 'D' or comparability_of = 'same_tasks' and tasks_of = 'mixed');

-- Which rules of the table comparability apply to a value, as the number that the table reservation knows them by.
-- (An argument such as c.status is put in as it stands.)
create macro reasons_of(partial_of, other_scope, same_period, same_kind, same_tasks, compared_areas) as (
  if(not same_period, 1, 0) + if(not same_kind, 2, 0)
  + if(partial_of, 4, 0) + if(other_scope, 8, 0) + if(not same_tasks, 16, 0) + if(compared_areas < 4, 32, 0)
)::utinyint;

-- The two figures of each pair, area and years that the pair allows; an area that pays nothing is none to learn from.
-- Null: of all pairs. Whoever asks about one pair names its indicators as well, so that no others are read.
create macro figures_of(pid, cost_indicator, output_indicator) as table
  select
    p.pair_id, c.area_id, c.period, o.period as output_period, c.value as cost, c.weight as units, o.value as output,
    c.status as cost_status, c.partial as cost_partial, o.status as output_status, o.partial as output_partial
  from pair p
  join indicator_value c on c.indicator_id = p.cost_indicator_id and c.value > 0
  join indicator_value o
    on o.indicator_id = p.output_indicator_id and o.area_id = c.area_id and o.value is not null
    and abs(o.period - c.period) <= p.years_apart
  where (pid is null or p.pair_id = pid)
    and (cost_indicator is null or c.indicator_id = cost_indicator)
    and (output_indicator is null or o.indicator_id = output_indicator);

-- What makes areas similar: each trait of structure in the latest year that nine in ten areas of the level have.
create macro structure_values() as table
  with
  level_size as (select level, count(*) as areas from area group by level),
  dated as (
    select s.structure_id, v.period
    from structure s
    join area a using (level)
    join indicator_value v on v.area_id = a.area_id and v.indicator_id = s.indicator_id
    join level_size l using (level)
    where v.value is not null
    group by s.structure_id, v.period, l.areas
    qualify row_number() over (
      partition by s.structure_id order by count(*) >= 0.9 * l.areas desc, v.period desc
    ) = 1
  ),
  surface as (
    select coalesce(g.powiat_id, g.area_id) as area_id, sum(g.area_km2) as area_km2
    from area g where g.level = 'gmina' group by 1 having count(*) = count(g.area_km2)
  ),
  people as (
    select area_id, arg_max(value, period) as population
    from indicator_value where indicator_id = 'population' and value is not null group by area_id
  )
  select a.area_id, a.kind, s.structure_id, d.period, v.value
  from structure s
  join dated d using (structure_id)
  join area a using (level)
  join indicator_value v on v.area_id = a.area_id and v.indicator_id = s.indicator_id and v.period = d.period
  where v.value is not null
  union all
  select a.area_id, a.kind, s.structure_id, null, a.degurba
  from structure s join area a using (level) where s.attribute = 'degurba' and a.degurba is not null
  union all
  select a.area_id, a.kind, s.structure_id, null,
    (exists (from area_member m join area g on g.area_id = m.group_id
             where m.area_id = a.area_id and g.level = 'metro'))::integer
  from structure s join area a using (level) where s.attribute = 'metropolitan'
  union all
  select a.area_id, a.kind, s.structure_id, null, p.population / f.area_km2
  from structure s join area a using (level) join surface f using (area_id) join people p using (area_id)
  where s.attribute = 'density'
  order by structure_id, area_id;

-- The areas of one kind and with the same tasks as one of them, itself included.
create macro alike_to(aid) as table
  select there.area_id
  from area there
  join area_tasks there_tasks using (area_id)
  join area here on here.area_id = aid and here.kind = there.kind
  join area_tasks here_tasks on here_tasks.area_id = here.area_id and here_tasks.tasks = there_tasks.tasks;

-- Members of a comparison group; null: of each built one. Groups around an area carry its identifier:
-- similar.<area>[.<how many>], neighbours.<area>, picked.<area>.<area>…; all other groups are in group_member.
create macro members_of(gid) as table
  select group_id, area_id from group_member where gid is null or group_id = gid
  union all
  select gid, peer_id from peer
  where split_part(gid, '.', 1) = 'similar' and area_id = split_part(gid, '.', 2)
    and position <= coalesce(try_cast(split_part(gid, '.', 3) as integer), 7)
  union all
  select gid, neighbour_id from neighbour
  where split_part(gid, '.', 1) = 'neighbours' and area_id = split_part(gid, '.', 2)
  union all
  select gid, area_id from area
  where split_part(gid, '.', 1) in ('similar', 'neighbours') and area_id = split_part(gid, '.', 2)
    or split_part(gid, '.', 1) = 'picked' and list_contains(string_split(gid, '.')[2:], area_id);

-- Whose tasks a value is compared with: money only where the tasks are the same.
create macro compared_tasks(comparability_of, tasks_of) as if(comparability_of = 'same_tasks', tasks_of, 'any');

-- Rank, mid-rank percentile and quartiles of values among those of the same indicator, period, group and tasks
-- (docs/methodology.md). compared: a table or common table expression of values (area_id, indicator_id, period, group_id,
-- value, tasks, polarity, target).
create macro placed_among(compared) as table
  with
  judged as (
    select
      *,
      -- Rounded, so that equal rates stay equal whatever the last digit of their division.
      round(case polarity when 'lower' then -value when 'target' then -abs(value - target) else value end, 9) as goodness
    from query_table(compared)
  ),
  ranked as (
    select
      *,
      rank() over (partition by indicator_id, period, group_id, tasks order by goodness desc) as place,
      count(*) over (
        partition by indicator_id, period, group_id, tasks order by goodness desc range between current row and current row
      ) as ties,
      count(*) over (partition by indicator_id, period, group_id, tasks) as n,
      quantile_cont(value, [0.25, 0.5, 0.75]) over (partition by indicator_id, period, group_id, tasks) as quantiles
    from judged
  )
  select
    area_id, indicator_id, period, group_id, value, tasks, n::integer as n,
    case when n >= 4 and polarity <> 'none' then place::integer end as rank,
    -- 100 (B + 0.5 E) / n with B strictly worse and E equal, the area itself included.
    case when n >= 4 then 100 * (n - (place - 1) - ties + 0.5 * ties) / n end as percentile,
    case
      when n < 8 then null
      when value <= quantiles[1] then 1
      when value <= quantiles[2] then 2
      when value <= quantiles[3] then 3
      else 4
    end as quartile,
    case when n >= 4 then quantiles[2] end as median,
    case when n >= 8 then quantiles[1] end as p25,
    case when n >= 8 then quantiles[3] end as p75
  from ranked;

-- Places within a comparison group; null: within each built one. Nothing of it is stored: a question says which values
-- it is about, either in the condition wanted, on the indicator_id and period of v, or in its own where or on, which
-- reaches through to them. (An argument is put in as it stands.)
create macro placed(gid, wanted) as table
  with among_them as (
    select
      g.group_id, v.indicator_id, v.period, v.area_id, v.value, compared_tasks(i.comparability, t.tasks) as tasks,
      i.polarity, i.target
    from indicator_value v
    join indicator i using (indicator_id)
    join area_tasks t using (area_id)
    join members_of(gid) g using (area_id)
    where v.value is not null and wanted
  )
  from placed_among(among_them);

-- benchmark for one group, built or around an area.
create macro standing(gid) as table from placed(gid, true);

create view benchmark as from placed(null, true);
comment on view benchmark is 'One row per area with a value, indicator, year and comparison group, worked out when it is asked for.';
comment on column benchmark.area_id is 'Area';
comment on column benchmark.indicator_id is 'Indicator';
comment on column benchmark.period is 'Calendar year';
comment on column benchmark.group_id is 'Comparison group';
comment on column benchmark.value is 'Value';
comment on column benchmark.tasks is 'Whose tasks it is compared with, where the indicator measures money (gmina, gmina_powiat, mixed); else any';
comment on column benchmark.n is 'Number of areas compared: members of the group with a value (and with the same tasks, where the indicator asks for it)';
comment on column benchmark.rank is 'Competition rank, 1 is best; null for polarity none and below four areas';
comment on column benchmark.percentile is 'Mid-rank percentile, 100 is best (highest, for polarity none); null below four areas';
comment on column benchmark.quartile is 'Quarter of the group by value, 1 lowest to 4 highest; null below eight areas';
comment on column benchmark.median is 'Median of the areas compared; null below four';
comment on column benchmark.p25 is 'First quartile (type 7); null below eight areas';
comment on column benchmark.p75 is 'Third quartile (type 7); null below eight areas';
