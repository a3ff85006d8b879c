-- Run once, when the database's volume is empty: the two roles and the database (docs/adr/0011).
-- The passwords come from the environment of the container and stand in no command line.
\set ON_ERROR_STOP on
\getenv owner_password ONROLL_OWNER_PASSWORD
\getenv app_password ONROLL_APP_PASSWORD
CREATE ROLE onroll_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE onroll_app LOGIN PASSWORD :'app_password';
CREATE DATABASE onroll OWNER onroll_owner;
REVOKE ALL ON DATABASE onroll FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE onroll TO onroll_app;
