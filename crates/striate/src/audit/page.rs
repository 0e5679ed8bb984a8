//! The audit for a person: the verdict, what was broken with its sessions and what the literature says, then the rest.

use crate::terminal::{BAR, CAUTION, FAINT, STRONG, padded, styled, wrapped};
use striate_history::audit::{AuditView, RuleAnswer};

/// Sessions of a rule that are named before the rest is counted.
const SESSIONS_MAX: usize = 4;

/// Everything, in lines of at most `width` columns where the content allows.
pub(super) fn page(audit: &AuditView, width: usize) -> String {
    let mut page = Page { text: String::new(), width };
    for line in wrapped(&audit.in_words, width, "").lines() {
        let line = styled(STRONG, line);
        page.line(&line);
    }
    let goal = audit.goal.map_or_else(|| "no goal is set: judged as build".to_owned(), |g| format!("goal {g}"));
    page.line(&styled(FAINT, format!("{} to {} · {} sessions · {goal}", audit.first, audit.last, audit.sessions)));
    page.part(audit, "broken", "Broken");
    page.part(audit, "kept", "Kept");
    page.part(audit, "unknown", "Not known");
    page.part(audit, "not_applicable", "Nothing to judge");
    page.text
}

struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn hanging(&mut self, text: &str) {
        self.text.push_str(&wrapped(text, self.width, "       "));
    }

    fn part(&mut self, audit: &AuditView, verdict: &str, title: &str) {
        let rules: Vec<&RuleAnswer> = audit.rules.iter().filter(|r| r.verdict == verdict).collect();
        if rules.is_empty() {
            return;
        }
        self.line("");
        let style = match verdict {
            "broken" => CAUTION,
            "kept" => BAR,
            _ => FAINT,
        };
        self.line(&format!("{}  {}", styled(style, title), styled(FAINT, rules.len())));
        for rule in rules {
            self.rule(rule);
        }
    }

    fn rule(&mut self, rule: &RuleAnswer) {
        let claim = wrapped(rule.claim, self.width, "       ");
        self.text.push_str(&format!("  {}{}", styled(STRONG, padded(rule.rule, 5)), claim.trim_start()));
        if rule.verdict == "not_applicable" {
            return;
        }
        self.hanging(&rule.because);
        if rule.verdict == "broken" {
            let named: Vec<String> =
                rule.sessions.iter().take(SESSIONS_MAX).map(|s| format!("{} {}", s.date, s.name)).collect();
            let more = rule.sessions.len().saturating_sub(SESSIONS_MAX);
            if !named.is_empty() {
                let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
                self.hanging(&format!("Sessions: {}{rest}.", named.join(", ")));
            }
        }
        if rule.verdict == "broken" || matches!(rule.stance, "weakens" | "contradicts") {
            self.hanging(&format!("Evidence ({}): {}", rule.stance, rule.evidence));
        }
        if let Some(choice) = rule.choice {
            self.hanging(&format!("Your choice: {choice} (--rest-hours)."));
        }
    }
}
