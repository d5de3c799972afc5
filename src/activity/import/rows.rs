//! A table with the columns of the ledger.

use super::table::{find, rows};
use super::{Event, Import, Imported, actor, column, made_id, number};
use crate::config::Id;

const NEEDED: &[&str] = &["time", "actor", "verb", "object"];

pub(super) fn recognises(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    rows(first)
        .first()
        .is_some_and(|head| NEEDED.iter().all(|name| find(head, &[name]).is_some()))
}

pub(super) fn read(text: &str, _name: &str, import: &Import, imported: &mut Imported) {
    let mut rows = rows(text).into_iter();
    let Some(head) = rows.next() else {
        return;
    };
    for name in NEEDED {
        if find(&head, &[name]).is_none() {
            imported.wrong(head.line, format!("there is no column `{name}`"), "write the names of the columns into the first line: id,time,actor,verb,object,value,source");
            return;
        }
    }
    let at = |name: &str| find(&head, &[name]);
    let [id, time, who, verb, object, value, source] =
        ["id", "time", "actor", "verb", "object", "value", "source"].map(at);
    for row in rows {
        let moment = match import.moment(row.get(time)) {
            Ok(moment) => moment,
            Err((message, help)) => {
                imported.wrong(row.line, message, help);
                continue;
            }
        };
        let empty = [("actor", who), ("verb", verb), ("object", object)];
        if let Some((name, _)) = empty.iter().find(|(_, at)| row.get(*at).is_empty()) {
            imported.wrong(
                row.line,
                format!("this row has no {name}"),
                format!(
                    "write one, or delete the row; columns are {}",
                    NEEDED.join(", ")
                ),
            );
            continue;
        }
        let amount = row.get(value);
        let value = number(amount);
        if value.is_none() && !amount.is_empty() {
            imported.wrong(
                row.line,
                format!("`{}` is no number", column(amount)),
                "write a number into the column `value`, or nothing",
            );
            continue;
        }
        let source = match column(row.get(source)).as_str() {
            "" => "csv".to_owned(),
            source => source.to_owned(),
        };
        // An actor of the ledger stays as it is; anything else may be a name.
        let who = match row.get(who).split_once(':') {
            // A team is nobody.
            Some(("team", id)) if Id::is_good(id) => format!("team:{id}"),
            Some((system, id)) if system.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                actor(system, id)
            }
            _ => actor(&source, row.get(who)),
        };
        let (verb, object) = (column(row.get(verb)), column(row.get(object)));
        let id = match column(row.get(id)).as_str() {
            "" => made_id(&source, &[&moment.to_string(), &who, &verb, &object]),
            id if id.contains(':') => id.to_owned(),
            id => format!("{source}:{id}"),
        };
        imported.events.push(Event {
            id,
            time: moment,
            actor: who,
            verb,
            object,
            value,
            source,
        });
    }
}
