//! `imsmanifest.xml`: what a platform reads first.

use std::fmt::Write as _;

use super::{Version, WRAPPER};
use crate::export::encoded_path;
use crate::export::ids::Names;
use crate::export::what::What;
use crate::export::xml;
use crate::model::Site;

/// The manifest of a package with these files.
pub(super) fn manifest<'f>(
    site: &Site,
    version: Version,
    what: What,
    files: impl Iterator<Item = &'f str>,
) -> String {
    let id = Names::new(site).of("package", &what.name(site));
    let title = xml::text(what.title(site));
    let mut list = String::new();
    for file in files {
        let _ = writeln!(list, "      <file href=\"{}\"/>", xml::text(&encoded_path(file)));
    }
    match version {
        Version::V12 => format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="package-{id}" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>{title}</title>
      <item identifier="item" identifierref="resource" isvisible="true">
        <title>{title}</title>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormtype="sco" href="{WRAPPER}">
{list}    </resource>
  </resources>
</manifest>
"#
        ),
        Version::V2004 => format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="package-{id}" version="1.0" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization" adlseq:objectivesGlobalToSystem="false">
      <title>{title}</title>
      <item identifier="item" identifierref="resource" isvisible="true">
        <title>{title}</title>
        <imsss:sequencing>
          <imsss:deliveryControls tracked="true" completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>
      <imsss:sequencing>
        <imsss:controlMode choice="true" flow="true"/>
      </imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormType="sco" href="{WRAPPER}">
{list}    </resource>
  </resources>
</manifest>
"#
        ),
    }
}
