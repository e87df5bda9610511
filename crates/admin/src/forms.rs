//! What forms are made of besides [`pages::fields::Field`]: choices and confirmations.

/// One choice of a field with few of them; the data of `parts/choice.html`.
#[derive(Debug)]
pub(crate) struct Choice {
    /// The field's name.
    pub(crate) name: &'static str,
    /// What is sent.
    pub(crate) value: &'static str,
    /// What is shown.
    pub(crate) label: &'static str,
    /// Whether it is chosen now.
    pub(crate) chosen: bool,
}

/// A question before something that can't be taken back; the data of `parts/confirm.html`. It
/// unfolds where it stands, without a script.
#[derive(Debug)]
pub(crate) struct Confirm {
    /// What unfolds it.
    pub(crate) summary: &'static str,
    /// What will happen.
    pub(crate) question: String,
    /// Where the form goes.
    pub(crate) action: String,
    /// What the button says.
    pub(crate) button: &'static str,
}
