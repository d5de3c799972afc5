//! Awards that others can verify: Open Badges 3.0 with `eddsa-rdfc-2022`, and the same award as Open Badges 2.0. Pure: what is
//! random, what time it is and what others publish comes in as values.
//!
//! | module | holds |
//! | --- | --- |
//! | `key` | Ed25519 |
//! | `issuer`, `did` | who gives awards, and the file with its keys |
//! | `credential` | an award, and the list of revoked ones |
//! | `canon`, `proof` | the form that is signed, and the signature |
//! | `status_list` | the bits of that list |
//! | `identity` | a person as a hash |
//! | `hosted` | Open Badges 2.0 |
//! | `bake` | awards in pictures |
//! | `picture` | badges drawn, and SVG made into PNG |
//! | `verify` | what was looked at and what came of it |

mod bake;
pub(crate) mod canon;
mod credential;
mod did;
pub(crate) mod hosted;
mod identity;
mod issuer;
mod key;
pub mod picture;
mod proof;
mod status_list;
mod verify;

pub use bake::{ASSERTION, CREDENTIAL, from_png, from_svg, png as bake_png, svg as bake_svg};
pub use canon::{NoForm, canonical};
pub use credential::{
    Achievement, Alignment, Credential, Criteria, Evidence, Given, Image, STATUS, Signable,
    StatusCredential,
};
pub use did::{did_web, document as did_document, document_path, document_url, key_in_did};
pub use identity::{address, hash as identity_hash};
pub use issuer::{Issuer, IssuerKey};
pub use key::{BadKey, PublicKey, SecretKey};
pub use proof::{Proof, verifies};
pub use status_list::{LENGTH, StatusList};
pub use verify::{Answer, Check, Claim, Verdict, check_status};
