//! Resources: what is worth a look, elsewhere or in the course itself.

#![allow(missing_docs, clippy::unwrap_used)]

mod support;

use support::Course;

fn course(url: &str) -> Course {
    Course::lesson("# A\n\nText.\n")
        .with(
            "resources/chart.md",
            format!("+++\ntitle = \"Chart\"\nkind = \"PDF\"\nurl = \"{url}\"\n+++\nHang it up.\n"),
        )
        .with("static/downloads/Dressing Chart.pdf", vec![7; 1_234_567])
        .with("resources/files/Plan A.docx", "plan")
}

#[test]
fn a_resource_can_be_a_file_of_the_course() {
    for url in [
        "/downloads/Dressing%20Chart.pdf",
        "/downloads/Dressing Chart.pdf",
    ] {
        let build = course(url).build();
        assert_eq!(build.findings(), [""; 0]);
        let page = build.page("resources/chart/");
        assert!(
            page.contains("href=\"/downloads/Dressing%20Chart.pdf\""),
            "{page}"
        );
        assert!(page.contains("Open Dressing Chart.pdf (1.2 MB)"), "{page}");
        assert!(page.contains(">PDF"), "the kind is as it was written");
    }
    let build = course("files/Plan%20A.docx").build();
    assert_eq!(build.findings(), [""; 0]);
    assert!(
        build
            .page("resources/chart/")
            .contains("href=\"/resources/files/Plan%20A.docx\"")
    );
    assert_eq!(build.text("resources/files/Plan A.docx"), "plan");
}

#[test]
fn a_file_that_is_not_there_is_a_broken_link() {
    let build = course("files/Plan B.docx").build();
    assert_eq!(
        build.findings(),
        [
            "resources/chart.md:4:7 warning broken-link: there is no page or file `files/Plan B.docx`"
        ]
    );
    assert_eq!(
        build.help_of("broken-link"),
        "did you mean `files/Plan A.docx`?"
    );
    let build = course("www.example.org/chart").build();
    assert!(build.help_of("broken-link").contains("https://"));
    let build = course("javascript:alert(1)").build();
    assert_eq!(build.findings_of("unsafe-link").len(), 1);
}
