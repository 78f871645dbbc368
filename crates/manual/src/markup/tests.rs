//! The light markup, read into trees and payloads. Shows each sign once.

use expect_test::{Expect, expect};

use super::*;
use crate::assemble::assemble;
use crate::flatten::flatten;
use crate::inset::ImageKind;
use crate::json;

fn check(markup: &str, expected: &Expect) {
    let mut number = 0;
    let mut id = || {
        number += 1;
        format!("b{number}")
    };
    let chapters = [("other", ChapterId::from_random([7; 16]))];
    let image = Image { sha256: "ab".repeat(32), width: 12, height: 5, kind: ImageKind::Png };
    let pictures = [("map.png", image)];
    let names = Names { id: &mut id, chapters: &chapters, pictures: &pictures };
    let (tree, payloads) = chapter(markup, names);
    assert_eq!(assemble(&flatten(&tree), &payloads), tree, "it is a tree that assembly makes");
    let lines: Vec<String> =
        flatten(&tree).iter().map(|unit| json::units(std::slice::from_ref(unit)).to_string()).collect();
    let payloads =
        if payloads.is_empty() { String::new() } else { format!("\n{:#}", json::payloads(&payloads)) };
    expected.assert_eq(&(lines.join("\n") + &payloads));
}

#[test]
fn blocks_of_every_kind() {
    check(
        "## Two\n### Three\n#### Four\n\n> Quote\nPlain\n# One\n",
        &expect![[r##"
        [{"mark":{"id":"b1","kind":"h2"}}]
        [{"text":"Two"}]
        [{"mark":{"id":"b2","kind":"h3"}}]
        [{"text":"Three"}]
        [{"mark":{"id":"b3","kind":"h4"}}]
        [{"text":"Four"}]
        [{"mark":{"id":"b4","kind":"quote"}}]
        [{"text":"Quote"}]
        [{"mark":{"id":"b5","kind":"p"}}]
        [{"text":"Plain"}]
        [{"mark":{"id":"b6","kind":"p"}}]
        [{"text":"# One"}]"##]],
    );
}

#[test]
fn lists_nest_and_go_on() {
    check(
        "- a\n  1. b\n    more of b\n      deep\n  more of a\n- c\n\nplain\n        - first\n",
        &expect![[r#"
            [{"mark":{"depth":0,"id":"b1","kind":"p","list":"bullet"}}]
            [{"text":"a"}]
            [{"mark":{"depth":1,"id":"b2","kind":"p","list":"number"}}]
            [{"text":"b"}]
            [{"mark":{"depth":1,"id":"b3","kind":"p","list":"cont"}}]
            [{"text":"more of b"}]
            [{"mark":{"depth":1,"id":"b4","kind":"p","list":"cont"}}]
            [{"text":"deep"}]
            [{"mark":{"depth":0,"id":"b5","kind":"p","list":"cont"}}]
            [{"text":"more of a"}]
            [{"mark":{"depth":0,"id":"b6","kind":"p","list":"bullet"}}]
            [{"text":"c"}]
            [{"mark":{"id":"b7","kind":"p"}}]
            [{"text":"plain"}]
            [{"mark":{"depth":0,"id":"b8","kind":"p","list":"bullet"}}]
            [{"text":"first"}]"#]],
    );
}

#[test]
fn words_in_lines() {
    check(
        "a\t**b *c*** [d ](https://x.example)[e](https://x.example) [f](javascript:x) \\*g\\* 😀 2*\\",
        &expect![[r#"
            [{"mark":{"id":"b1","kind":"p"}}]
            [{"text":"a "}]
            [{"marks":{"strong":true},"text":"b "}]
            [{"marks":{"em":true,"strong":true},"text":"c"}]
            [{"text":" "}]
            [{"marks":{"link":"https://x.example"},"text":"d e"}]
            [{"text":" [f](javascript:x) *g* 😀 2"}]
            [{"marks":{"em":true},"text":"\\"}]"#]],
    );
}

#[test]
fn a_script_for_all_blocks() {
    check(
        "dir: rtl lang: ar\n## أول\nنص\n",
        &expect![[r#"
        [{"mark":{"dir":"rtl","id":"b1","kind":"h2","lang":"ar"}}]
        [{"text":"أول"}]
        [{"mark":{"dir":"rtl","id":"b2","kind":"p","lang":"ar"}}]
        [{"text":"نص"}]"#]],
    );
    check(
        "dir: rtl\nx",
        &expect![[r#"
        [{"mark":{"dir":"rtl","id":"b1","kind":"p"}}]
        [{"text":"x"}]"#]],
    );
    check(
        "dir: up\nx",
        &expect![[r#"
        [{"mark":{"id":"b1","kind":"p"}}]
        [{"text":"dir: up"}]
        [{"mark":{"id":"b2","kind":"p"}}]
        [{"text":"x"}]"#]],
    );
}

#[test]
fn notes_references_and_page_breaks_in_a_line() {
    check(
        "a[^see [here](https://x.example) \\] **b**] {@signs}, {@other#signs}{page}{@gone#x}\n## b {#signs}\nc {#no name}",
        &expect![[r#"
            [{"mark":{"id":"b1","kind":"p"}}]
            [{"text":"a"}]
            [{"embed":{"note":"0000000000b2"}}]
            [{"text":" "}]
            [{"embed":{"xref":"0000000signs"}}]
            [{"text":", "}]
            [{"embed":{"chapter":"07070707-0707-4707-8707-070707070707","xref":"0000000signs"}}]
            [{"embed":{"break":"page"}}]
            [{"text":"{@gone#x}"}]
            [{"mark":{"id":"0000000signs","kind":"h2"}}]
            [{"text":"b"}]
            [{"mark":{"id":"b3","kind":"p"}}]
            [{"text":"c {#no name}"}]
            {
              "boxes": {},
              "figures": {},
              "notes": {
                "0000000000b2": [
                  {
                    "text": "see "
                  },
                  {
                    "marks": {
                      "link": "https://x.example"
                    },
                    "text": "here"
                  },
                  {
                    "text": " ] "
                  },
                  {
                    "marks": {
                      "strong": true
                    },
                    "text": "b"
                  }
                ]
              },
              "tables": {}
            }"#]],
    );
}

#[test]
fn tables_and_boxes() {
    check(
        "- a\nTable: Heights {#t}\n| River | \\|h\\| |\n|===|---|\n| *Volta* | 2 m[^measured] | more |\n|---|\n: Flood: water\n::: case Accra | Ghana | 2019 | publishable {#accra}\n- b\n  c\n:::\n- d\n::: key\ne\n",
        &expect![[r#"
            [{"mark":{"depth":0,"id":"b1","kind":"p","list":"bullet"}}]
            [{"text":"a"}]
            [{"mark":{"id":"00000000000t","kind":"table","payload":"0000000000b2"}}]
            [{"text":"Heights"}]
            [{"mark":{"id":"b16","kind":"def"}}]
            [{"text":"Flood: water"}]
            [{"mark":{"box":"0000000accra","depth":0,"id":"b17","kind":"p","list":"bullet"}}]
            [{"text":"b"}]
            [{"mark":{"box":"0000000accra","depth":0,"id":"b18","kind":"p","list":"cont"}}]
            [{"text":"c"}]
            [{"mark":{"depth":0,"id":"b19","kind":"p","list":"bullet"}}]
            [{"text":"d"}]
            [{"mark":{"box":"000000000b20","id":"b21","kind":"p"}}]
            [{"text":"e"}]
            {
              "boxes": {
                "000000000b20": {
                  "kind": "key",
                  "period": [],
                  "region": [],
                  "title": []
                },
                "0000000accra": {
                  "kind": "case",
                  "period": [
                    {
                      "text": "2019"
                    }
                  ],
                  "region": [
                    {
                      "text": "Ghana"
                    }
                  ],
                  "title": [
                    {
                      "text": "Accra"
                    }
                  ],
                  "visibility": "publishable"
                }
              },
              "figures": {},
              "notes": {
                "000000000b11": [
                  {
                    "text": "measured"
                  }
                ]
              },
              "tables": {
                "0000000000b2": {
                  "cells": {
                    "0000000000b3:0000000000b4:0000000000b5": [
                      {
                        "text": "River"
                      }
                    ],
                    "0000000000b3:0000000000b6:0000000000b7": [
                      {
                        "text": "|h|"
                      }
                    ],
                    "0000000000b8:0000000000b4:0000000000b9": [
                      {
                        "marks": {
                          "em": true
                        },
                        "text": "Volta"
                      }
                    ],
                    "0000000000b8:0000000000b6:000000000b10": [
                      {
                        "text": "2 m"
                      },
                      {
                        "embed": {
                          "note": "000000000b11"
                        }
                      }
                    ],
                    "0000000000b8:000000000b12:000000000b13": [
                      {
                        "text": "more"
                      }
                    ],
                    "000000000b14:0000000000b4:000000000b15": [
                      {
                        "text": "---"
                      }
                    ]
                  },
                  "cols": [
                    "0000000000b4",
                    "0000000000b6",
                    "000000000b12"
                  ],
                  "headCol": true,
                  "headRow": true,
                  "rows": [
                    "0000000000b3",
                    "0000000000b8",
                    "000000000b14"
                  ],
                  "spans": {},
                  "widths": {}
                }
              }
            }"#]],
    );
}

#[test]
fn figures_name_a_picture_that_is_there() {
    check(
        "- a\nFigure: The *coast* {#f}\n| map.png | A map, with *stars* | us | more |\nb\nFigure: Not drawn\n| gone.png | Nothing\nFigure: Alone\n",
        &expect![[r#"
            [{"mark":{"depth":0,"id":"b1","kind":"p","list":"bullet"}}]
            [{"text":"a"}]
            [{"mark":{"id":"00000000000f","kind":"figure","payload":"0000000000b2"}}]
            [{"text":"The "}]
            [{"marks":{"em":true},"text":"coast"}]
            [{"mark":{"id":"b3","kind":"p"}}]
            [{"text":"b"}]
            [{"mark":{"id":"b5","kind":"figure","payload":"0000000000b4"}}]
            [{"text":"Not drawn"}]
            [{"mark":{"id":"b7","kind":"figure","payload":"0000000000b6"}}]
            [{"text":"Alone"}]
            {
              "boxes": {},
              "figures": {
                "0000000000b2": {
                  "alt": [
                    {
                      "text": "A map, with *stars*"
                    }
                  ],
                  "credit": [
                    {
                      "text": "us"
                    }
                  ],
                  "image": {
                    "height": 5,
                    "sha256": "abababababababababababababababababababababababababababababababab",
                    "type": "image/png",
                    "width": 12
                  }
                },
                "0000000000b4": {
                  "alt": [
                    {
                      "text": "Nothing"
                    }
                  ],
                  "credit": []
                },
                "0000000000b6": {
                  "alt": [],
                  "credit": []
                }
              },
              "notes": {},
              "tables": {}
            }"#]],
    );
}

#[test]
fn a_name_that_is_given_twice_is_the_first_s() {
    check(
        "one {#same}\ntwo {#same}\n::: case A {#same}\ninside\n:::\n",
        &expect![[r#"
            [{"mark":{"id":"00000000same","kind":"p"}}]
            [{"text":"one"}]
            [{"mark":{"id":"b1","kind":"p"}}]
            [{"text":"two"}]
            [{"mark":{"box":"0000000000b2","id":"b3","kind":"p"}}]
            [{"text":"inside"}]
            {
              "boxes": {
                "0000000000b2": {
                  "kind": "case",
                  "period": [],
                  "region": [],
                  "title": [
                    {
                      "text": "A"
                    }
                  ]
                }
              },
              "figures": {},
              "notes": {},
              "tables": {}
            }"#]],
    );
}
