//! Where the site is written: what stands in its way. That it is written whole or not at all has its own tests.

use crate::site::Site;

#[test]
fn a_file_where_the_site_should_be() {
    Site::small().file("output", "mine").build().fails().tells("output-not-a-folder");
}

#[test]
fn a_file_of_ones_own_in_the_way() {
    let run = Site::small().file("output/index.html", "mine").build().fails().tells("output-foreign-file");
    assert_eq!(run.text("output/index.html"), "mine");
}

#[test]
fn the_site_within_the_content() {
    let run = Site::small().run(["build", "--output", "content/site"]).fails();
    run.tells("output-holds-content").wrote_no("content/site");
}

#[test]
fn the_content_within_the_site() {
    Site::small().run(["build", "--output", "."]).fails().tells("output-holds-content.around");
}

#[test]
fn a_list_of_its_own_files_that_somebody_changed() {
    Site::small()
        .file("output/.standpoint-manifest.json", "{ \"files\": [\n")
        .build()
        .fails()
        .tells("output-manifest-broken");
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_not_be_made() {
    Site::small()
        .file("file", "")
        .run(["build", "--output", "file/site"])
        .fails()
        .tells("output-not-writable");
}

#[test]
fn a_site_beside_the_content_needs_no_folder_yet() {
    Site::small().build().succeeds().wrote("output/index.html");
    Site::small().run(["build", "--output", "out/of/the/way"]).succeeds().wrote("out/of/the/way/index.html");
}
