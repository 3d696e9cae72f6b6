namespace Orientir.Core.Methodologies;

/// <summary>Kinds of subjects as people call them.</summary>
public static class SubjectNouns
{
    extension(SubjectKind kind)
    {
        /// <summary>What a methodology assesses, as a noun.</summary>
        public Noun Noun =>
            kind switch
            {
                SubjectKind.Municipality => Nouns.Municipality,
                SubjectKind.Organisation => Nouns.Organisation,
                SubjectKind.Head => Nouns.Head,
                SubjectKind.Service => Nouns.Service,
                SubjectKind.Programme => Nouns.Programme,
                SubjectKind.School => Nouns.School,
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of subject."),
            };
    }
}
