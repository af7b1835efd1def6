//! `standpoint schema`

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde_json::{Value, json};
use standpoint::diagnostic::render::name_of;
use standpoint::source::assessment::{AssessmentYaml, ReflectionYaml, ScaleYaml};
use standpoint::source::course::{CheckYaml, CourseYaml, LessonYaml, VignetteYaml};
use standpoint::source::front_matter::{
    FrameworkYaml, GuideYaml, SiteYaml, StandardYaml, TermYaml, TopicYaml,
};

use super::write::write;
use super::{Outcome, report};

#[derive(Args)]
pub struct SchemaArgs {
    /// Whose schema; left out, one that accepts every kind
    #[arg(value_enum)]
    kind: Option<Kind>,
    /// File to write; left out, standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// site.yaml
    Site,
    /// standards/framework.yaml
    Framework,
    /// Files of standards/
    Standard,
    /// Files of topics/
    Topic,
    /// Files of glossary/
    Term,
    /// Files of guides/
    Guide,
    /// Files of assessments/
    Assessment,
    /// Files of assessments/scales/
    Scale,
    /// Files of assessments/reflections/
    Reflection,
    /// course.md in a folder of courses/
    Course,
    /// The other files there
    Lesson,
    /// Files of its checks/
    Check,
    /// Files of its vignettes/
    Vignette,
}

pub fn run(args: &SchemaArgs) -> Outcome {
    let schema = match args.kind {
        Some(kind) => schema_of(kind),
        None => every_kind(),
    };
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    let Some(file) = &args.output else {
        say!("{text}");
        return Outcome::Done;
    };
    match write(file, format!("{text}\n").as_bytes()) {
        Ok(()) => Outcome::Done,
        Err(error) => {
            tell!("{} can’t be written: {}", name_of(file), report::reason(&error));
            Outcome::Failed
        }
    }
}

fn schema_of(kind: Kind) -> Value {
    fn of<T: JsonSchema>() -> Value {
        // The YAML language server knows draft 7 best.
        schemars::generate::SchemaSettings::draft07().into_generator().into_root_schema_for::<T>().to_value()
    }
    let (title, mut schema) = match kind {
        Kind::Site => ("site.yaml", of::<SiteYaml>()),
        Kind::Framework => ("framework.yaml", of::<FrameworkYaml>()),
        Kind::Standard => ("A file of standards/", of::<StandardYaml>()),
        Kind::Topic => ("A topic", of::<TopicYaml>()),
        Kind::Term => ("A glossary entry", of::<TermYaml>()),
        Kind::Guide => ("A guide", of::<GuideYaml>()),
        Kind::Assessment => ("An assessment", of::<AssessmentYaml>()),
        Kind::Scale => ("A scale", of::<ScaleYaml>()),
        Kind::Reflection => ("A model of reflection", of::<ReflectionYaml>()),
        Kind::Course => ("A course", of::<CourseYaml>()),
        Kind::Lesson => ("A lesson", of::<LessonYaml>()),
        Kind::Check => ("A check", of::<CheckYaml>()),
        Kind::Vignette => ("A vignette", of::<VignetteYaml>()),
    };
    // Editors show the title; a type's name says nothing to a writer.
    schema["title"] = title.into();
    schema
}

/// One schema that accepts any of the kinds, its definitions side by side.
fn every_kind() -> Value {
    let mut definitions = serde_json::Map::new();
    let mut any = Vec::new();
    for kind in Kind::value_variants() {
        let mut schema = schema_of(*kind);
        if let Some(object) = schema.as_object_mut() {
            object.remove("$schema");
            if let Some(Value::Object(inner)) = object.remove("definitions") {
                definitions.extend(inner);
            }
            let name = kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            any.push(json!({"$ref": format!("#/definitions/{name}")}));
            definitions.insert(name, schema);
        }
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Standpoint content",
        "anyOf": any,
        "definitions": definitions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_in_a_schema_has_its_definition() {
        for schema in Kind::value_variants().iter().map(|kind| schema_of(*kind)).chain([every_kind()]) {
            let text = schema.to_string();
            for reference in text.split("\"#/definitions/").skip(1) {
                let name = reference.split('"').next().unwrap_or_default();
                assert!(schema["definitions"][name].is_object(), "{name}");
            }
        }
    }
}
