using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Core.Territories;

namespace Orientir.TestSupport;

/// <summary>A small methodology with every scale, and marks read against it.</summary>
internal static class MarkSamples
{
    /// <summary>Group I, directions 1 (leaves of every kind) and 2 (leaf 2.1; 2.10 beside it).</summary>
    public static readonly Methodology Methodology = new ReadMethodology().Read(
        Encoding.UTF8.GetBytes(
            """
            {"format":"orientir-methodology/1","id":"sample","edition":1,"revision":0,"title":"Проба","subject":"municipality","basis":"проба",
             "missing":"zero","combine":"consensus","stages":[{"id":"goals","title":"Цели"}],"levels":[],
             "nodes":[{"code":"I","kind":"group","title":"Группа","nodes":[
              {"code":"1","kind":"direction","title":"Первое","nodes":[
               {"code":"1.1","title":"да и нет","scale":{"kind":"binary"}},
               {"code":"1.2","title":"ступени","scale":{"kind":"ordinal","steps":[{"points":0,"title":"нет"},{"points":0.5,"title":"часть"},{"points":2,"title":"всё"}]}},
               {"code":"1.3","title":"перечень","scale":{"kind":"checklist","items":[{"id":"a","title":"а"},{"id":"b","title":"б"},{"id":"c","title":"в"}]}},
               {"code":"1.4","title":"баллы","scale":{"kind":"points","max":10,"step":0.5}},
               {"code":"1.5","title":"мера","scale":{"kind":"measure","unit":"%","numerator":"числитель","denominator":"знаменатель"}},
               {"code":"1.6","title":"части","scale":{"kind":"components","items":[{"id":"act","title":"акт"},{"id":"plan","title":"план"}]}}]},
              {"code":"2","uid":"second","kind":"direction","title":"Второе","nodes":[
               {"code":"2.1","title":"один","scale":{"kind":"binary"}},
               {"code":"2.10","uid":"ten","title":"десять","scale":{"kind":"binary"}}]}]}]}
            """
        ),
        "methodology.json"
    );

    public static readonly Register TverRegister = new ReadRegister().Read(
        Encoding.UTF8.GetBytes(
            """
            id,name,kind,parent,oktmo,aliases
            r,Тверская область,region,,28000000,
            m1,город Ржев,municipality,r,,
            m2,Ржевский район,municipality,r,,
            m3,Вышневолоцкий городской округ,municipality,r,,Вышний Волочёк
            s1,Школа № 1,organisation,m1,,
            """
        ),
        "register.csv"
    );

    public static MarkSheet Read(string csv, Register? register = null) => Read(Encoding.UTF8.GetBytes(csv), register);

    public static MarkSheet Read(byte[] content, Register? register = null, string file = "marks.csv") =>
        new ReadMarks().Read(content, file, Methodology, register);

    /// <summary>Marks of one subject «А» by one expert: the rows are «code,value».</summary>
    public static double[] Values(params string[] rows) =>
        [.. Read("subject,code,value\n" + string.Concat(rows.Select(row => $"А,{row}\n"))).Marks.ToArray().Select(mark => mark.Value)];

    public static string[] Faults(string csv, Register? register = null) => Faults(Encoding.UTF8.GetBytes(csv), register);

    public static string[] Faults(byte[] content, Register? register = null, string file = "marks.csv") =>
        [.. Should.Throw<InputException>(() => Read(content, register, file)).Errors.Select(error => error.ToString())];

    public static string CodeOf(int node) => Methodology.Nodes[node].Code;
}
