//! The service as programs meet it: a real listener, a real folder, real sockets. Each test has a service of its own.
//! `world` starts it and speaks to it; the other files say what is promised.

mod activity;
mod audit;
mod authenticator;
mod authors;
mod contents;
mod control;
mod cross_site;
mod device_key;
mod device_key_taken;
mod documents;
mod folder;
mod hand_in;
mod hidden;
mod http;
mod images;
mod mail;
mod matrix;
mod modes;
mod oidc;
mod oidc_wrong;
mod passkeys;
mod pause;
mod people;
mod proposals;
mod provider;
mod publishing;
mod roster;
mod routes;
mod sign_in;
mod sockets;
mod templates;
mod touch;
mod unattributed;
mod unnamed;
mod world;
