//! Counting in words: which form a number takes, and how its digits are grouped. Of Unicode's plural rules the part that our
//! languages need for whole numbers.

/// The forms of one phrase; `#` stands where the number goes. A form that a language does not have is empty.
pub(crate) struct Forms {
    pub(crate) zero: &'static str,
    pub(crate) one: &'static str,
    pub(crate) two: &'static str,
    pub(crate) few: &'static str,
    pub(crate) many: &'static str,
    pub(crate) other: &'static str,
}

/// Which of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// How a language counts.
pub(crate) struct Counting {
    pub(crate) form: fn(u64) -> Form,
    /// Between groups of three digits.
    pub(crate) group: &'static str,
    /// The smallest number whose digits are grouped.
    pub(crate) grouped_from: u64,
    pub(crate) chapters: Forms,
    pub(crate) words: Forms,
}

impl Forms {
    pub(crate) const NONE: Self = Self { zero: "", one: "", two: "", few: "", many: "", other: "" };

    fn get(&self, form: Form) -> &'static str {
        match form {
            Form::Zero => self.zero,
            Form::One => self.one,
            Form::Two => self.two,
            Form::Few => self.few,
            Form::Many => self.many,
            Form::Other => self.other,
        }
    }
}

impl Counting {
    /// `3 chapters`.
    pub(crate) fn chapters(&self, n: u64) -> String {
        self.count(n, &self.chapters)
    }

    /// `5,432 words`.
    pub(crate) fn words(&self, n: u64) -> String {
        self.count(n, &self.words)
    }

    fn count(&self, n: u64, forms: &Forms) -> String {
        forms.get((self.form)(n)).replace('#', &self.grouped(n))
    }

    fn grouped(&self, n: u64) -> String {
        let digits = n.to_string();
        if n < self.grouped_from {
            return digits;
        }
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push_str(self.group);
            }
            grouped.push(digit);
        }
        grouped
    }
}

/// The form in French, Spanish and Portuguese: whole millions want a `de` before the noun.
pub(crate) fn romance(n: u64, is_one: bool) -> Form {
    match n {
        _ if is_one => Form::One,
        _ if n > 0 && n.is_multiple_of(1_000_000) => Form::Many,
        _ => Form::Other,
    }
}

#[cfg(test)]
mod tests {
    use crate::site::words::Words;

    #[track_caller]
    fn check(lang: &str, expected: &[(u64, &str)]) {
        let counting = &Words::of(lang).counting;
        for (n, words) in expected {
            assert_eq!(counting.words(*n), *words, "{lang}");
        }
    }

    #[test]
    fn each_language_counts_in_its_own_forms() {
        check("en", &[(0, "0 words"), (1, "1 word"), (2, "2 words"), (12_345, "12,345 words")]);
        check("fr", &[(0, "0 mot"), (1, "1 mot"), (2, "2 mots"), (1_234, "1\u{202f}234 mots")]);
        check("es", &[(0, "0 palabras"), (1_234, "1234 palabras"), (12_345, "12.345 palabras")]);
        check("pt", &[(0, "0 palavra"), (1_234, "1.234 palavras"), (2_000_000, "2.000.000 de palavras")]);
        check("ar", &[(0, "لا كلمات"), (1, "كلمة واحدة"), (2, "كلمتان"), (3, "3 كلمات"), (11, "11 كلمة")]);
        check("ar", &[(100, "100 كلمة"), (103, "103 كلمات"), (1_234, "1,234 كلمة")]);
        assert_eq!(Words::of("ar").counting.chapters(12), "12 فصلًا");
        assert_eq!(Words::of("").counting.chapters(1), "1 chapter");
    }
}
