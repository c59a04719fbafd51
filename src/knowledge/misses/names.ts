/**
 * Given names that people of an English or Spanish site most likely carry and that are no ordinary words in either
 * language ("grace", "will", "luz" are left out; the patterns in `personal.ts` catch those after "my name is").
 */
export const givenNames: ReadonlySet<string> = new Set(
  `aaron abby abdul abigail abraham adam adrian adriana agnes ahmed aisha alan alana albert alberto alejandra alejandro
  alessandra alex alexa alexander alexandra alexis alfonso alfredo ali alice alicia alison allison alvaro alyssa
  amanda amelia amir amy ana andrea andreas andres andrew andy angela angelica anita anna anne annie antonia antonio
  anthony antoine ariana arjun armando arthur arturo ashley audrey barbara beatriz becky belinda ben benjamin
  bernardo beth bethany betty beverly bianca billy bob bobby brad bradley brandon brenda brendan brian brianna
  bruno bryan caitlin caleb cameron camila carl carla carlos carmen carol carolina caroline catalina catherine cecilia
  cesar charles charlie charlotte chelsea chloe chris christian christina christine christopher cindy claire   claudia clayton colin connor courtney craig cristian cristina cynthia dan daniel daniela danielle danny darren
  dave david deborah debra dennis derek diana diane diego dmitri dominic donald donna doris dorothy douglas dylan eduardo
  edward edwin elaine eleanor elena eli elias elijah elisa elizabeth ella ellen emilia emilio emily emma enrique eric
  erica erik erika erin ernesto esteban esther ethan eugene eva evan evelyn fabian fatima federico felipe felix fernanda
  fernando fiona frances francesca francis fred frederick gabriel gabriela gabriella gareth gary
  george gerald gerardo gerry gina giovanni giulia gonzalo gordon graham greg gregory guillermo
  gustavo hannah hans harold harriet harry hassan hector heather helen helena henry howard hugo ian ibrahim ignacio
  igor imani ines ingrid irene isaac isabel isabella isaiah ivan jack jackie jacob jacqueline jaime jake jamal james jamie
  jane janet janice jason javier jean jeff jeffrey jen jenna jennifer jenny jeremy jerome jerry jesse jessica
  jesus jill jim jimmy joan joana joanna joaquin joe joel joey john johnny jon jonathan jorge jose joseph joshua
  josh joyce juan juana juanita judith judy julia julian juliana julie julio justin kaitlyn karen karina karl kate
  katherine kathleen kathryn kathy katie katrina kayla keith kelly kelsey kenneth kenny kevin khalid kim kimberly kristen
  kristin kyle lara larry laura lauren lawrence leah leila leo leon leonard leonardo leonor leslie leticia lewis liam
  lidia lillian linda lindsay lindsey lisa lorena lorenzo lori louis louise lucas lucia luciana lucy luis luisa luke
  lydia lynn maggie malik manuel marcela marcelo marcia marco marcos marcus margaret margarita maria
  mariah mariam mariana maribel marie marilyn mario marissa marjorie marta martha martin martina marvin mary maryam mateo
  matt matthew matias maureen maurice mauricio maxwell megan mehmet melanie melissa meredith mia michael
  michaela micheal michelle miguel mike mikhail mildred miranda miriam mitchell mohamed mohammad mohammed moises molly
  monica monique morgan muhammad nadia nancy naomi natalia natalie natasha nathan nathaniel neil nicholas nick nicolas
  nicole nikita nina nicky noah noelia nora norma olga oliver olivia omar oscar otto owen pablo pamela paola patricia
  patricio patrick paul paula pauline pedro peggy penelope peter phil philip phillip phyllis priya rachel rafael rahul
  ralph ramiro ramon randy raquel raul raymond rebecca renata renee ricardo richard rick rita robert roberta roberto
  rodrigo roger rohan roland ronald ronnie rosalia rosario ross roxana roy ruben russell ruth ryan sabrina
  sally salvador sam samantha samir samuel sandra sanjay sara sarah scott sean sebastian serena sergio shannon
  sharon shaun shawn sheila shirley silvia simon simone sofia sonia sophia sophie stacey stacy stanley stefan stefano
  stella stephanie stephen steve steven stuart susan susana suzanne svetlana sylvia tamara tanya tara tatiana taylor ted
  teresa terrence terry thelma theodore theresa thomas tiffany tim timothy tina todd tom tomas tommy tony tracey tracy
  travis trevor tyler ulrich valentina valeria valerie vanessa vera veronica vicente vicky victoria vincent viviana
  vladimir walter wanda wayne wendy wesley wilfred william willie xavier ximena yasmin yolanda yusuf
  yvette yvonne zachary zoe`.split(/\s+/),
);
