//! Messages to a webhook, the one thing that stoa sends.

use serde_json::Value;

use super::{Client, Trouble};

/// Sends a message to a webhook.
///
/// # Errors
///
/// If it is not taken; in words that do not hold the address, which is a secret.
pub fn deliver(url: &str, message: &str) -> Result<(), Trouble> {
    let message: Value = serde_json::from_str(message)
        .map_err(|_| Trouble::Refused("this message is no JSON".to_owned()))?;
    Client::new(&mut |_| {}).deliver(url.trim(), &message)
}
