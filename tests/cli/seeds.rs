//! The seeds of the fuzz targets (`tests/fuzz`), through the same functions: what was found once stays mended, and the
//! targets fit the library.

use std::fs;

use crate::site::project;
use crate::targets;

#[test]
fn every_target_passes_its_seeds() {
    for (name, target) in targets::ALL {
        let folder = project().join("tests/fuzz/seeds").join(name);
        let mut files: Vec<_> =
            fs::read_dir(&folder).expect("seeds").map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        assert!(files.len() > 5, "{name} has hardly any seeds");
        for file in files {
            // Shown when the target fails.
            println!("{}", file.display());
            target(&fs::read(&file).expect("readable"));
        }
    }
}

#[test]
fn the_reader_of_pages_sees_what_runs() {
    for alive in [
        "<p onclick=\"x()\">",
        "<p title=\"a\" ONLOAD=\"x()\">",
        "<script>x()</script>",
        "<script src=\"https://x/y.js\"></script>",
        "<script type=\"application/json\">{\"a\": \"</script><script>\"}</script>",
        "<a href=\"javascript:x()\">",
        "<a href=\"java&#39;\" href=\"&#106;avascript:x\">",
        "<img src=\"data:image/svg+xml,x\">",
        "<a href=\"//x\">",
        "<a href=x>",
        "<iframe>",
        "<p style=\"x\">",
        "a < b",
        "<meta http-equiv=\"refresh\" content=\"0; url=javascript:x\">",
        "<base href=\"/\">",
        "<p title=\"x",
    ] {
        assert!(crate::inert::fault(alive).is_err(), "{alive}");
    }
    let good = "<!doctype html>\n<p title=\"a &lt;b&gt;\"><a href=\"../a.html#b\">x</a> <a href=\"https://x/\">y</a>\
                <script src=\"../assets/a.js\" defer></script><img src=\"a%3Ab.png\" alt></p>";
    assert_eq!(crate::inert::fault(good), Ok(()));
}
